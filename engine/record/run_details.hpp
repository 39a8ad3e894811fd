#pragma once

#include "engine/record/journal_reader.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow {

/// A tool call as the journal tells of it.
struct call_history
{
    std::string call_id, tool;
    std::string effect;  ///< "none", "idempotent", "once"; may be empty.
    std::string outcome; ///< Empty: no end was written.
    std::int64_t ms = 0;
};

/// What run_history does not tell of a task.
struct task_details
{
    std::vector<call_history> calls;
    std::uint64_t turns = 0; ///< Model turns that asked for tools and are on record.
    std::uint64_t retries = 0, failovers = 0;
    std::uint64_t starts = 0; ///< More than one when the run was resumed and the task done again.
    std::string answered_by;  ///< The provider of the last turn.
    std::vector<std::string> remarks; ///< Violations, answers of persons, what was left in a work tree: a line each.
};

/** Collects from a journal what a run_history leaves out: for who wants to see all of a run. Kinds it does not know are
 *  counted by name. */
class run_details final : public journal_visitor
{
public:
    void on_event(std::string_view kind, const json_view& event, std::string_view line) override;

    /// By task id.
    const task_details& of(const std::string& task_id) const;
    /// The times of run_started: more than one for a run that was resumed.
    const std::vector<std::string>& sessions() const noexcept { return sessions_; }
    /// About the whole run: files that were written, or that several tasks changed.
    const std::vector<std::string>& remarks() const noexcept { return remarks_; }
    const std::map<std::string, std::uint64_t>& unknown_kinds() const noexcept { return unknown_; }

private:
    bool take_task(std::string_view kind, const json_view& event, task_details& to);
    bool take_run(std::string_view kind, const json_view& event);

    std::map<std::string, task_details> tasks_;
    std::vector<std::string> sessions_, remarks_;
    std::map<std::string, std::uint64_t> unknown_;
};

} // namespace codexflow
