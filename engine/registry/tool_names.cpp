#include "engine/registry/tool_names.hpp"

#include <algorithm>
#include <array>

namespace codexflow {
namespace {

constexpr std::array aliases{
    tool_alias{"Bash", "shell"},      tool_alias{"Edit", "edit"}, tool_alias{"Glob", "glob"},
    tool_alias{"Grep", "search"},     tool_alias{"LS", "list"},   tool_alias{"MultiEdit", "edit"},
    tool_alias{"NotebookEdit", "edit"}, tool_alias{"Read", "read"}, tool_alias{"Write", "write"},
};

void add_once(std::vector<std::string>& to, std::string_view name)
{
    if (std::find(to.begin(), to.end(), name) == to.end())
        to.emplace_back(name);
}

} // namespace

std::span<const tool_alias> tool_aliases() noexcept { return aliases; }

std::string_view tool_name(std::string_view written) noexcept
{
    const auto found = std::find_if(aliases.begin(), aliases.end(),
                                    [&](const tool_alias& one) { return one.foreign == written; });
    return found == aliases.end() ? written : found->ours;
}

std::string_view restricted_tool_name(std::string_view written) noexcept
{
    const std::size_t conditions = written.find('(');
    return tool_name(conditions == 0 ? written : written.substr(0, conditions));
}

tool_policy with_tool_names(const tool_policy& from)
{
    tool_policy made;
    if (from.allowed)
    {
        made.allowed.emplace();
        for (const std::string& one : *from.allowed)
            add_once(*made.allowed, tool_name(one));
    }
    for (const std::string& one : from.restricted)
        add_once(made.restricted, restricted_tool_name(one));
    return made;
}

} // namespace codexflow
