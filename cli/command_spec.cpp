#include "cli/command_spec.hpp"

#include <algorithm>

namespace codexflow::cli {

const std::string& option_spec::longest_name() const noexcept
{
    return *std::max_element(names.begin(), names.end(),
                             [](const auto& a, const auto& b) { return a.size() < b.size(); });
}

std::vector<std::string> option_spec::choices() const
{
    std::vector<std::string> words;
    if (value.find('|') == value.npos)
        return words;
    for (std::size_t at = 0; at <= value.size();)
    {
        const std::size_t end = std::min(value.find('|', at), value.size());
        words.push_back(value.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

const command_spec* command_spec::find(std::string_view command) const noexcept
{
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&](const command_spec& each) { return each.name == command; });
    return found == commands.end() ? nullptr : &*found;
}

std::vector<std::string> command_spec::command_names() const
{
    std::vector<std::string> names;
    for (const command_spec& each : commands)
        names.push_back(each.name);
    return names;
}

std::vector<std::string> command_spec::option_names() const
{
    std::vector<std::string> names;
    for (const option_spec& each : options)
        if (!each.positional())
            names.insert(names.end(), each.names.begin(), each.names.end());
    return names;
}

} // namespace codexflow::cli
