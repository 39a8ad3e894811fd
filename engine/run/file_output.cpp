#include "engine/run/file_output.hpp"

#include "engine/record/redaction.hpp"
#include "engine/workspace/target_folder.hpp"

#include <utility>

namespace codexflow {

void file_output::take(const job& of, std::string_view output, const redaction& by)
{
    auto found = workspace::read_answer_files(output);
    if (found.files.empty() && found.faults.empty())
        return;
    for (workspace::answer_file& one : found.files)
    {
        by.apply(one.path);
        by.apply(one.content);
    }
    for (std::string& fault : found.faults)
        by.apply(fault);
    ++pending_;
    answers_.push_back({static_cast<std::size_t>(&of - jobs_.data()), std::move(found)});
}

workspace::file_proposal file_output::propose()
{
    auto made = workspace::propose_files(settings_.folder, std::exchange(answers_, {}));
    workspace::look_at_targets(made);
    return made;
}

event::files_applied file_output::finish(workspace::file_proposal& what, bool write)
{
    pending_ = 0;
    if (write && !settings_.dry_run)
        workspace::write_targets(what);
    event::files_applied told;
    told.folder = settings_.folder.string();
    told.dry_run = settings_.dry_run;
    for (const workspace::proposed_file& one : what.files)
        told.files.push_back({&jobs_[one.task].ref, one.path, std::string(to_string(one.status)), one.content.size(),
                              one.written, one.reason});
    for (const auto& fault : what.faults)
        told.faults.push_back({&jobs_[fault.task].ref, fault.what});
    return told;
}

} // namespace codexflow
