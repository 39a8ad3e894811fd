#pragma once

#include "engine/plugin/component_instance.hpp"
#include "engine/record/text_redactor.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace codexflow::plugin {

/// What a redactor may take for one text or piece: this, and as much again for each MiB.
inline constexpr std::chrono::milliseconds redactor_limit{1'000};

/** A redactor component as the funnel calls it. It fails closed: an error, an exception, more text than can be or a
 *  late answer leaves "[REDACTED: redactor NAME failed]" in place of the text, of a text in pieces once in place of all
 *  that is left of it. The plugin cannot be interrupted, as it is plain code in this process; it is timed.
 *  Refers to the instance, which plugin_host owns; engine thread only. */
class redactor_adapter final : public text_redactor
{
public:
    /// @param name What the configuration calls it; stands in messages.
    redactor_adapter(const component_instance& instance, std::string name);

    bool redact(std::string_view text, std::string& out) override;
    std::unique_ptr<session> begin() override;
    std::string take_fault() override;

    const std::string& name() const noexcept { return name_; }

private:
    class pieces;

    const cflow_redactor_v1& table() const noexcept { return instance_->table<cflow_redactor_v1>(); }
    template <class Call> bool call(std::size_t bytes, std::string& out, Call&& what);
    bool fail(std::string_view how);

    const component_instance* instance_;
    std::string name_, mark_;
    std::string fault_;     ///< Not yet told.
    bool told_ = false;     ///< A redactor that fails fails often: it is told once.
};

} // namespace codexflow::plugin
