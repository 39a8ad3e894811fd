#include "engine/workspace/file_proposal.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace codexflow::workspace {
namespace {

constexpr std::array<std::string_view, 6> names{"new", "changed", "unchanged", "conflict", "refused", "failed"};

bool is_below(std::string_view path, std::string_view folder)
{
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

/// Of the files with one path, which are sorted together: one if all agree, else all, in conflict.
void settle_path(std::vector<proposed_file> same, std::vector<proposed_file>& into)
{
    const auto differs = [&](const proposed_file& one) { return one.content != same.front().content; };
    if (std::any_of(same.begin(), same.end(), differs))
        for (proposed_file& one : same)
        {
            one.status = file_status::conflict;
            const bool alone = std::all_of(same.begin(), same.end(), [&](const auto& it) { return it.task == one.task; });
            one.reason = alone ? "one answer holds it with different contents" : "several tasks want it with different contents";
        }
    else
        same.resize(1);
    std::move(same.begin(), same.end(), std::back_inserter(into));
}

/// A path cannot be a file and a folder. Sorted, what is below a path need not stand right behind it.
void settle_folders(std::vector<proposed_file>& files)
{
    for (proposed_file& outer : files)
    {
        if (outer.status == file_status::refused)
            continue;
        const std::string prefix = outer.path + '/';
        auto inner = std::lower_bound(files.begin(), files.end(), prefix,
                                      [](const proposed_file& one, const std::string& path) { return one.path < path; });
        for (; inner != files.end() && is_below(inner->path, outer.path); ++inner)
        {
            if (inner->status == file_status::refused)
                continue;
            outer.status = inner->status = file_status::conflict;
            outer.reason = inner->reason = "'" + outer.path + "' is wanted as a file and as a folder";
        }
    }
}

} // namespace

std::string_view to_string(file_status what) noexcept { return names[static_cast<std::size_t>(what)]; }

std::size_t file_proposal::to_write() const noexcept
{
    return static_cast<std::size_t>(std::count_if(files.begin(), files.end(), [](const proposed_file& one) {
        return one.status == file_status::fresh || one.status == file_status::changed;
    }));
}

std::size_t file_proposal::left_out() const noexcept
{
    return faults.size() + static_cast<std::size_t>(std::count_if(files.begin(), files.end(), [](const proposed_file& one) {
               return one.status == file_status::conflict || one.status == file_status::refused ||
                      one.status == file_status::failed;
           }));
}

file_proposal propose_files(std::filesystem::path folder, std::vector<task_answer> answers)
{
    file_proposal made;
    made.folder = std::move(folder);
    std::vector<proposed_file> all;
    for (task_answer& one : answers)
    {
        for (std::string& fault : one.found.faults)
            made.faults.push_back({one.task, std::move(fault)});
        for (answer_file& file : one.found.files)
        {
            proposed_file wanted{one.task, file.path, std::move(file.content)};
            if (auto clean = relative_file_path(file.path); clean)
                wanted.path = std::move(*clean);
            else
            {
                wanted.status = file_status::refused;
                wanted.reason = clean.error().message;
            }
            all.push_back(std::move(wanted));
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const proposed_file& a, const proposed_file& b) {
        return std::tie(a.path, a.task) < std::tie(b.path, b.task);
    });
    for (std::size_t at = 0; at != all.size();)
    {
        std::vector<proposed_file> same;
        const std::string path = all[at].path;
        const bool refused = all[at].status == file_status::refused;
        while (at != all.size() && all[at].path == path && (same.empty() || !refused))
            same.push_back(std::move(all[at++]));
        settle_path(std::move(same), made.files);
    }
    settle_folders(made.files);
    return made;
}

} // namespace codexflow::workspace
