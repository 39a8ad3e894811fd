#pragma once

#include "engine/record/json_view.hpp"

#include <string>
#include <string_view>

namespace codexflow::cli {

/** What an event says, whichever names its line has: those of the event stream (`agent_id`) or those of
 *  data/logs/events.jsonl (`agentId`). Kinds that are not known show their members. */
class log_event
{
public:
    explicit log_event(const json_view& line) : line_(line) {}

    std::string_view ts() const { return line_.text("ts"); }
    std::string_view kind() const { return line_.text("kind"); }
    std::string_view run() const { return text("run_id", "runId"); }
    std::string_view task() const { return text("task_id", "taskId"); }
    std::string_view agent() const { return text("agent_id", "agentId"); }
    std::string_view alias() const { return line_.text("alias"); }
    /// "coder-1 (coder)", or as much of it as there is.
    std::string who() const;
    /// What happened, in a few words.
    std::string what() const;
    /// False for a failure: a task or call that did not end well, a denied call, a warning.
    bool good() const;

private:
    std::string_view text(const char* name, const char* other) const
    {
        return line_.has(name) ? line_.text(name) : line_.text(other);
    }
    std::int64_t number(const char* name, const char* other) const
    {
        return line_.has(name) ? line_.number(name) : line_.number(other);
    }
    std::string rest() const;
    std::string task_end() const;
    std::string run_end() const;
    std::string file_count() const;

    json_view line_;
};

/// "2026-11-25 14:03:22.123  task_complete  coder-1 (coder)  ok in 88 ms": one line, with its end.
std::string log_text(const log_event& event, bool color);
/// The same of something a model said.
std::string log_text(std::string_view ts, std::string_view task, std::string_view said, bool color);

} // namespace codexflow::cli
