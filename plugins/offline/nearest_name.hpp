#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::offline {

/// How many letters must be put in, taken out or changed to make @p b of @p a.
inline std::size_t edit_distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j != row.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i)
    {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j)
        {
            const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

/// "; did you mean 'x'?" for the known name next to @p unknown, or a list of all if none is near.
inline std::string suggest(std::string_view unknown, std::span<const std::string_view> known)
{
    const auto nearer = [&](std::string_view a, std::string_view b) {
        return edit_distance(unknown, a) < edit_distance(unknown, b);
    };
    const auto best = std::min_element(known.begin(), known.end(), nearer);
    if (best != known.end() && edit_distance(unknown, *best) <= 1 + unknown.size() / 4)
        return "; did you mean '" + std::string(*best) + "'?";
    std::string list = "; known here:";
    for (const std::string_view name : known)
        list.append(" ").append(name);
    return list;
}

} // namespace codexflow::offline
