#include "engine/run/attach_files.hpp"

#include "engine/plan/named_files.hpp"
#include "engine/plan/plan.hpp"
#include "engine/run/file_bundle.hpp"
#include "engine/workspace/project_root.hpp"

namespace codexflow {
namespace {

using workspace::project_root;

bool is_file(const project_root& root, const std::string& path)
{
    const auto found = root.find(path);
    return found && found->what == project_root::kind::file;
}

/// The names that are to be looked at, in the order in which the task has them.
std::vector<std::string> files_of(const planned_task& task, const project_root& root)
{
    if (!task.about.empty())
        return task.about;
    named_files named = files_named_by(task.input);
    if (named.whole && is_file(root, *named.whole))
        return {std::move(*named.whole)};
    std::vector<std::string> files = std::move(named.sure);
    for (std::string& name : named.maybe)
        if (is_file(root, name))
            files.push_back(std::move(name));
    return files;
}

} // namespace

result<void> attach_files(plan& work, const std::filesystem::path& folder, std::size_t most)
{
    const auto root = project_root::open(folder);
    if (!root)
        return root.error();
    for (planned_task& task : work.tasks)
    {
        file_bundle bundle(most);
        for (std::string& name : files_of(task, *root))
            bundle.add(workspace::look_at_file(*root, std::move(name), bundle.room()));
        task.attachment = bundle.text();
        task.files = bundle.files();
    }
    return {};
}

} // namespace codexflow
