#include "plugins/mcp/plain_text.hpp"

#include <codexflow/utf8.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace codexflow::mcp {
namespace {

struct range
{
    std::uint32_t first, last;
};

/// Read by a model, not seen by whoever reviews: controls, joiners and marks of direction, fillers, tags.
constexpr std::array<range, 9> unseen{{{0x00, 0x08},
                                       {0x0B, 0x1F},
                                       {0x7F, 0x9F},
                                       {0xAD, 0xAD},
                                       {0x200B, 0x200F},
                                       {0x202A, 0x202E},
                                       {0x2060, 0x206F},
                                       {0xFEFF, 0xFEFF},
                                       {0xE0000, 0xE0FFF}}};

std::uint32_t code_point(std::string_view character) noexcept
{
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(character[i])); };
    switch (character.size())
    {
    case 1: return byte(0);
    case 2: return (byte(0) & 0x1FU) << 6 | (byte(1) & 0x3FU);
    case 3: return (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    default:
        return (byte(0) & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 | (byte(2) & 0x3FU) << 6 | (byte(3) & 0x3FU);
    }
}

bool is_unseen(std::uint32_t point) noexcept
{
    return std::any_of(unseen.begin(), unseen.end(),
                       [point](const range& r) { return point >= r.first && point <= r.last; });
}

} // namespace

std::string plain_text(std::string_view from, std::size_t limit)
{
    std::string text;
    for (std::size_t at = 0; at < from.size();)
    {
        const utf8::step found = utf8::look(from, at);
        const std::string_view unit = from.substr(at, found.size);
        const bool line_end = unit == "\r" && at + 1 < from.size() && from[at + 1] == '\n';
        const bool good = found.what == utf8::unit::character && !is_unseen(code_point(unit));
        const std::string_view shown = line_end ? std::string_view() : good ? unit : std::string_view(utf8::replacement);
        if (text.size() + shown.size() > limit)
            return text + "...";
        text += shown;
        at += std::max<std::size_t>(found.size, 1);
    }
    return text;
}

std::string one_line(std::string_view from, std::size_t limit)
{
    std::string text = plain_text(from, limit);
    std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return text;
}

} // namespace codexflow::mcp
