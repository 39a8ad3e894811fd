#pragma once

#include "engine/gateway/tool_gateway.hpp"
#include "engine/record/event.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace codexflow::gateway {

/// The event that tells of a denial; of no call yet.
event::policy_violation violation_of(const policy_verdict& said, std::string tool);

/** What is written about one call: its beginning, a denial, its end; begin() first and end() last. Lives as
 *  long as the call; the references outlive it. */
class tool_call_record
{
public:
    tool_call_record(recorder& record, clock& time, const tool_request& what);

    /// @param plugin, effect of the tool; empty when there is no such tool.
    void begin(std::string_view plugin, std::string_view effect);
    void violation(const policy_verdict& said);
    /// What the tool gave, before it is shortened.
    void result(std::string_view content);
    void kept_in(std::string file) { ended_.file = std::move(file); }
    void end(const tool_answer& answer);

private:
    recorder& record_;
    clock& clock_;
    const tool_request& what_;
    const std::int64_t started_us_;
    event::tool_end ended_{};
};

} // namespace codexflow::gateway
