#pragma once

#include "engine/record/event.hpp"
#include "engine/run/run.hpp"
#include "engine/workspace/file_proposal.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow {

class redaction;

/** Collects the files that the answers of a run's tasks hold, and at its end writes them, all tasks' together,
 *  so that no task overwrites another's. Owned by the run; engine thread only. */
class file_output
{
public:
    /// @param jobs outlive this.
    file_output(file_settings settings, const std::vector<job>& jobs) : settings_(std::move(settings)), jobs_(jobs) {}

    /// The answer of a task that succeeded; secrets in its files are masked. @param of one of the jobs.
    void take(const job& of, std::string_view output, const redaction& by);

    /// What would be written now. Blocks on the disk. Once.
    workspace::file_proposal propose();

    /** Writes @p what, unless the run is only to show it or @p write is false. Blocks on the disk.
     *  @return the event that tells of it. */
    event::files_applied finish(workspace::file_proposal& what, bool write);

    /// Answers with files of which nothing has been told yet.
    std::size_t pending() const noexcept { return pending_; }

private:
    const file_settings settings_;
    const std::vector<job>& jobs_;
    std::vector<workspace::task_answer> answers_;
    std::size_t pending_ = 0;
};

} // namespace codexflow
