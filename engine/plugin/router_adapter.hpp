#pragma once

#include "engine/plugin/component_instance.hpp"
#include "engine/plugin/router_answer.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace codexflow::plugin {

/// A router that takes longer for one request is reported. Routers are rules, not models.
inline constexpr std::chrono::milliseconds slow_route{100};
/// The same for preparing all agents.
inline constexpr std::chrono::milliseconds slow_prepare{5'000};

/** A router component as the engine calls it: documents go out, checked values come in, and neither an
 *  exception nor nonsense gets through. It cannot be interrupted, as it is plain code in this process; it
 *  is timed. Refers to the instance, which plugin_host owns; engine thread only. */
class router_adapter
{
public:
    /// @param name What the configuration calls it; stands in messages.
    router_adapter(const component_instance& instance, std::string name);

    /// Whether it wants the agents once, rather than with every request.
    bool prepares() const noexcept;

    /** Gives it all agents; only if prepares(), and once.
     *  Errors: plugin_misbehaved, or what the router said. */
    result<router_prepared> prepare(std::string_view agents_json);

    /// Asks it. Errors: plugin_misbehaved, or what the router said.
    result<router_reply> route(std::string_view request_json, const asked_of_router& asked);

    /// The last call took too long: in words. Nothing if it did not.
    const std::optional<std::string>& slowness() const noexcept { return slowness_; }
    const std::string& name() const noexcept { return name_; }

private:
    using function = cflow_status (*)(void* self, cflow_str json, const cflow_writer* out);
    result<std::string> call(function what, std::string_view json, std::string_view verb,
                             std::chrono::milliseconds limit);

    const component_instance& instance_;
    std::string name_;
    std::optional<std::string> slowness_;
};

} // namespace codexflow::plugin
