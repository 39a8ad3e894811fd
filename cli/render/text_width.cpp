#include "cli/render/text_width.hpp"

#include <codexflow/utf8.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace codexflow::cli {
namespace {

struct range
{
    char32_t first, last;
};

// The blocks that matter, not all of Unicode: sorted, for a binary search.
constexpr std::array<range, 26> marks{{
    {0x0300, 0x036F},   {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x06D6, 0x06DC},   {0x0730, 0x074A}, {0x0900, 0x0902}, {0x093C, 0x093C}, {0x0941, 0x0948},
    {0x094D, 0x094D},   {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF},   {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20FF},
    {0x302A, 0x302D},   {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF},
    {0xE0100, 0xE01EF},
}};

constexpr std::array<range, 39> wide{{
    {0x1100, 0x115F}, {0x231A, 0x231B}, {0x2329, 0x232A}, {0x23E9, 0x23EC}, {0x23F0, 0x23F0},
    {0x23F3, 0x23F3}, {0x25FD, 0x25FE}, {0x2614, 0x2615}, {0x2648, 0x2653}, {0x267F, 0x267F},
    {0x2693, 0x2693}, {0x26A1, 0x26A1}, {0x26AA, 0x26AB}, {0x26BD, 0x26BE}, {0x26C4, 0x26C5},
    {0x26CE, 0x26CE}, {0x26D4, 0x26D4}, {0x26EA, 0x26EA}, {0x26F2, 0x26F5}, {0x26FA, 0x26FD},
    {0x2705, 0x2705}, {0x270A, 0x270B}, {0x2728, 0x2728}, {0x274C, 0x274E}, {0x2753, 0x2757},
    {0x2795, 0x2797}, {0x27B0, 0x27BF}, {0x2B1B, 0x2B1C}, {0x2B50, 0x2B55}, {0x2E80, 0x3029},
    {0x302E, 0x303E}, {0x3041, 0x3098}, {0x309B, 0xA4CF}, {0xA960, 0xA97F}, {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6},
}};

template <std::size_t N> bool contains(const std::array<range, N>& table, char32_t c) noexcept
{
    const auto after = std::upper_bound(table.begin(), table.end(), c,
                                        [](char32_t value, const range& r) { return value < r.first; });
    return after != table.begin() && c <= std::prev(after)->last;
}

constexpr char32_t replacement = 0xFFFD;

/// Takes the character at @p at and moves on; what is not valid is U+FFFD.
char32_t take(std::string_view text, std::size_t& at) noexcept
{
    const utf8::step found = utf8::look(text, at);
    const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[at + i]));
    };
    char32_t c = replacement;
    if (found.what == utf8::unit::character)
    {
        constexpr std::array<char32_t, 5> lead_mask{0, 0x7F, 0x1F, 0x0F, 0x07};
        c = byte(0) & lead_mask[found.size];
        for (std::size_t i = 1; i < found.size; ++i)
            c = (c << 6U) | (byte(i) & 0x3FU);
    }
    at += found.size;
    return c;
}

bool is_control(char32_t c) noexcept { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

constexpr std::string_view ellipsis = "\u2026";

} // namespace

int width_of(char32_t c) noexcept
{
    if (c < 0x300)
        return 1;
    if (contains(marks, c))
        return 0;
    const bool emoji =
        (c >= 0x1F300 && c <= 0x1F64F) || (c >= 0x1F680 && c <= 0x1F6FF) || (c >= 0x1F900 && c <= 0x1FAFF);
    return emoji || (c >= 0x20000 && c <= 0x3FFFD) || contains(wide, c) ? 2 : 1;
}

int width_of(std::string_view text) noexcept
{
    int columns = 0;
    for (std::size_t at = 0; at < text.size();)
        columns += width_of(take(text, at));
    return columns;
}

std::string clip(std::string_view text, int columns, bool keep_end)
{
    if (columns <= 0)
        return {};
    if (width_of(text) <= columns)
        return std::string(text);
    const int room = columns - 1; // for the mark
    if (!keep_end)
    {
        int used = 0;
        for (std::size_t at = 0, end = 0;; at = end)
        {
            used += width_of(take(text, end));
            if (used > room)
                return std::string(text.substr(0, at)).append(ellipsis);
        }
    }
    std::vector<std::size_t> starts;
    for (std::size_t at = 0; at < text.size();)
    {
        starts.push_back(at);
        take(text, at);
    }
    std::size_t from = text.size();
    for (int used = 0; !starts.empty(); starts.pop_back())
    {
        std::size_t at = starts.back();
        const int wide_by = width_of(take(text, at));
        if (used + wide_by > room)
            break;
        used += wide_by;
        if (wide_by != 0) // a mark without the letter it belongs to is not a place to begin
            from = starts.back();
    }
    return std::string(ellipsis).append(text.substr(from));
}

std::string fit(std::string_view text, int columns)
{
    std::string made = clip(text, columns);
    if (const int missing = columns - width_of(made); missing > 0)
        made.append(static_cast<std::size_t>(missing), ' ');
    return made;
}

std::string one_line(std::string_view text)
{
    std::string made;
    bool space = false;
    for (std::size_t at = 0; at < text.size();)
    {
        const char32_t c = take(text, at);
        if (is_control(c) || c == ' ')
        {
            space = !made.empty();
            continue;
        }
        if (space)
            made += ' ';
        space = false;
        utf8::append(made, c);
    }
    return made;
}

std::string without_controls(std::string_view text)
{
    std::string made;
    made.reserve(text.size());
    for (std::size_t at = 0; at < text.size();)
    {
        const std::size_t ascii = at;
        while (at < text.size() && text[at] >= ' ' && text[at] < '\x7F')
            ++at;
        made.append(text.substr(ascii, at - ascii));
        if (at == text.size())
            break;
        const char32_t c = take(text, at);
        const bool line_end = c == '\r' && at < text.size() && text[at] == '\n';
        utf8::append(made, is_control(c) && c != '\n' && c != '\t' && !line_end ? replacement : c);
    }
    return made;
}

std::string without_disguise(std::string_view text)
{
    const std::string clean = without_controls(text);
    std::string made;
    for (std::size_t at = 0; at < clean.size();)
    {
        const char32_t c = take(clean, at);
        const bool hides = (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
                           c == 0x00AD || c == 0x061C || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
        utf8::append(made, hides ? replacement : c);
    }
    return made;
}

} // namespace codexflow::cli
