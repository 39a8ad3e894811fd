#include "cli/render/table.hpp"

#include "cli/render/text_width.hpp"

#include <algorithm>

namespace codexflow::cli {

std::string render_table(const std::vector<std::string>& headings,
                         const std::vector<std::vector<std::string>>& rows, int columns)
{
    constexpr int gap = 2;
    std::vector<int> widths;
    int before_last = 0;
    for (std::size_t i = 0; i < headings.size(); ++i)
    {
        int widest = width_of(headings[i]);
        for (const auto& row : rows)
            widest = std::max(widest, width_of(one_line(row[i])));
        widths.push_back(widest);
        if (i + 1 < headings.size())
            before_last += widest + gap;
    }
    if (columns > 0)
        widths.back() = std::min(widths.back(), std::max(10, columns - before_last));

    std::string out;
    const auto add = [&](const std::vector<std::string>& row) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
        {
            const std::string cell = one_line(row[i]);
            line += i + 1 < row.size() ? fit(cell, widths[i]) + std::string(gap, ' ') : clip(cell, widths[i]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    };
    add(headings);
    for (const auto& row : rows)
        add(row);
    return out;
}

} // namespace codexflow::cli
