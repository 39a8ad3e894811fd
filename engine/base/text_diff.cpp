#include "engine/base/text_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace codexflow {
namespace {

using line_list = std::vector<std::string_view>; // each with its end, if it has one

line_list lines_with_ends(std::string_view text)
{
    line_list lines;
    while (!text.empty())
    {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

/// One line of both texts in the order in which a diff shows them.
struct step
{
    char sign; ///< ' ', '-' or '+'
    std::string_view line;
};

/// The middle of two texts, by their longest common subsequence: first what goes, then what comes.
void compare_middle(const line_list& a, const line_list& b, std::vector<step>& steps)
{
    constexpr std::size_t most = 4'000'000; // cells; beyond that nobody reads the diff anyway
    if (a.size() * b.size() > most)
    {
        for (const auto line : a)
            steps.push_back({'-', line});
        for (const auto line : b)
            steps.push_back({'+', line});
        return;
    }
    const std::size_t width = b.size() + 1;
    std::vector<std::uint32_t> common((a.size() + 1) * width); // of what begins at each pair
    for (std::size_t i = a.size(); i-- != 0;)
        for (std::size_t k = b.size(); k-- != 0;)
            common[i * width + k] = a[i] == b[k] ? common[(i + 1) * width + k + 1] + 1
                                                 : std::max(common[(i + 1) * width + k], common[i * width + k + 1]);
    for (std::size_t i = 0, k = 0; i != a.size() || k != b.size();)
    {
        if (i != a.size() && k != b.size() && a[i] == b[k])
        {
            steps.push_back({' ', a[i++]});
            ++k;
        }
        else if (k == b.size() ||
                 (i != a.size() && common[(i + 1) * width + k] >= common[i * width + k + 1]))
            steps.push_back({'-', a[i++]});
        else
            steps.push_back({'+', b[k++]});
    }
}

std::vector<step> compare(line_list a, line_list b)
{
    std::vector<step> steps;
    const auto [end_a, end_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    for (auto line = a.begin(); line != end_a; ++line)
        steps.push_back({' ', *line});
    line_list rest_a(end_a, a.end()), rest_b(end_b, b.end());
    const auto tail = std::mismatch(rest_a.rbegin(), rest_a.rend(), rest_b.rbegin(), rest_b.rend());
    const line_list same(tail.first.base(), rest_a.end());
    rest_a.erase(tail.first.base(), rest_a.end());
    rest_b.erase(tail.second.base(), rest_b.end());
    compare_middle(rest_a, rest_b, steps);
    for (const auto line : same)
        steps.push_back({' ', line});
    return steps;
}

/// "3,7", or "3" for one line; an empty range is named after the line before it.
std::string range(std::size_t first, std::size_t count)
{
    return count == 1 ? fmt::format("{}", first) : fmt::format("{},{}", count == 0 ? first - 1 : first, count);
}

void write_hunk(const std::vector<step>& steps, std::size_t begin, std::size_t end, std::size_t old_line,
                std::size_t new_line, std::string& out)
{
    std::size_t old_count = 0, new_count = 0;
    std::string body;
    for (std::size_t i = begin; i != end; ++i)
    {
        old_count += steps[i].sign != '+' ? 1U : 0U;
        new_count += steps[i].sign != '-' ? 1U : 0U;
        (body += steps[i].sign) += steps[i].line;
        if (!steps[i].line.ends_with('\n'))
            body += "\n\\ No newline at end of file\n";
    }
    out += fmt::format("@@ -{} +{} @@\n", range(old_line, old_count), range(new_line, new_count)) + body;
}

} // namespace

std::string unified_diff(std::string_view before, std::string_view after, std::string_view name)
{
    if (before == after)
        return {};
    constexpr std::size_t around = 3;
    const std::vector<step> steps = compare(lines_with_ends(before), lines_with_ends(after));
    std::string out = fmt::format("--- {0}\n+++ {0}\n", name);
    const auto next_change = [&steps](std::size_t from) {
        while (from != steps.size() && steps[from].sign == ' ')
            ++from;
        return from;
    };
    std::size_t old_line = 1, new_line = 1, counted = 0;
    for (std::size_t change = next_change(0); change != steps.size();)
    {
        const std::size_t begin = change - std::min(change, around);
        std::size_t last = change; // of a run of changes with little between them
        for (std::size_t next = change; next != steps.size() && next - last <= 2 * around; next = next_change(next + 1))
            last = next;
        const std::size_t end = std::min(last + around + 1, steps.size());
        for (; counted != begin; ++counted)
        {
            old_line += steps[counted].sign != '+' ? 1U : 0U;
            new_line += steps[counted].sign != '-' ? 1U : 0U;
        }
        write_hunk(steps, begin, end, old_line, new_line, out);
        change = next_change(end);
    }
    return out;
}

} // namespace codexflow
