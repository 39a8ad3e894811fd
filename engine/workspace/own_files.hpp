#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace codexflow::workspace {

/// What runs write into a project by themselves, relative to it: beginnings of names.
inline constexpr std::array<std::string_view, 4> own_files{".runs", "data/logs/events.jsonl", "data/metrics/agents.json",
                                                           "data/memory"};

/// Whether @p name, relative to the project, is among them: nobody's work, and nobody's change.
inline bool is_own_file(std::string_view name)
{
    return std::any_of(own_files.begin(), own_files.end(), [name](std::string_view own) {
        if (!name.starts_with(own))
            return false;
        const std::string_view rest = name.substr(own.size());
        const bool file = own.find(".json") != own.npos; // with its lock, its older ones, ...
        return rest.empty() || rest.front() == '/' || (file && rest.front() == '.');
    });
}

} // namespace codexflow::workspace
