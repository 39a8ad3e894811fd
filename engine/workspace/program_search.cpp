#include "engine/workspace/program_search.hpp"

#include <algorithm>

namespace codexflow::workspace {

std::vector<std::string> program_candidates(std::string_view name,
                                            const std::vector<std::string>& environment)
{
    constexpr std::string_view path_is = "PATH=";
    if (name.find('/') != name.npos)
        return {std::string(name)};
    std::string_view path = "/bin:/usr/bin";
    for (const std::string& variable : environment)
        if (variable.starts_with(path_is))
            path = std::string_view(variable).substr(path_is.size());
    std::vector<std::string> files;
    while (!path.empty() && !name.empty())
    {
        const std::string_view folder = path.substr(0, path.find(':'));
        path.remove_prefix(std::min(path.size(), folder.size() + 1));
        if (folder.starts_with('/'))
            files.push_back(std::string(folder) + '/' + std::string(name));
    }
    return files;
}

} // namespace codexflow::workspace
