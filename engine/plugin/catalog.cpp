#include "engine/plugin/catalog.hpp"

#include "engine/plugin/inspect.hpp"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

namespace codexflow::plugin {
namespace {

/// The shared objects of a folder, by name, so that the result does not depend on the file system.
std::vector<std::filesystem::path> shared_objects(const std::filesystem::path& folder, std::error_code& failed)
{
    std::vector<std::filesystem::path> found;
    for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
        if (at->path().extension() == ".so")
            found.push_back(at->path());
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace

result<catalog> catalog::scan(const search_path& where)
{
    catalog made;
    std::set<std::filesystem::path> seen;
    const auto first_time = [&](const std::filesystem::path& file) {
        std::error_code ignored; // a path that cannot be resolved stands for itself
        auto real = std::filesystem::weakly_canonical(file, ignored);
        return seen.insert(ignored ? file : std::move(real)).second;
    };
    for (const auto& file : where.files)
    {
        if (!first_time(file))
            continue;
        auto entry = inspect(file);
        if (!entry)
            return std::move(entry.error()).under("the plugin cannot be used");
        made.add(std::move(*entry));
    }
    for (const auto& folder : where.folders)
    {
        std::error_code failed;
        const auto files = shared_objects(folder, failed);
        if (failed && failed != std::errc::no_such_file_or_directory)
            made.refusals_.push_back(refusal{folder, "the folder cannot be read: " + failed.message()});
        for (const auto& file : files)
        {
            if (!first_time(file))
                continue;
            auto entry = inspect(file);
            if (entry)
                made.add(std::move(*entry));
            else
                made.refusals_.push_back(refusal{file, entry.error().message});
        }
    }
    return made;
}

void catalog::add(entry found)
{
    for (const auto& component : found.about.components)
        if (const entry* first = find(component.kind, component.name); first != nullptr)
            shadows_.push_back(shadowed{component.kind, component.name, found.file, first->file});
    entries_.push_back(std::move(found));
}

const catalog::entry* catalog::find(std::string_view kind, std::string_view name) const noexcept
{
    for (const entry& candidate : entries_)
        if (candidate.about.find(kind, name) != nullptr)
            return &candidate;
    return nullptr;
}

std::vector<std::string> catalog::names(std::string_view kind) const
{
    std::set<std::string> all;
    for (const entry& candidate : entries_)
        for (const auto& component : candidate.about.components)
            if (component.kind == kind)
                all.insert(component.name);
    return {all.begin(), all.end()};
}

} // namespace codexflow::plugin
