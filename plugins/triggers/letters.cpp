#include "plugins/triggers/letters.hpp"

#include <codexflow/utf8.hpp>

#include <algorithm>
#include <array>
#include <iterator>

namespace codexflow::triggers {
namespace {

struct class_range
{
    char32_t first, last;
    letter_class what;
};

using enum letter_class;

// Above ASCII; sorted. What is in none of them is part of a word.
constexpr std::array ranges{
    class_range{0x0080, 0x0084, punctuation}, class_range{0x0085, 0x0085, space},
    class_range{0x0086, 0x009F, punctuation}, class_range{0x00A0, 0x00A0, space},
    class_range{0x00A1, 0x00A9, punctuation}, class_range{0x00AB, 0x00AC, punctuation},
    class_range{0x00AE, 0x00B1, punctuation}, class_range{0x00B4, 0x00B4, punctuation},
    class_range{0x00B6, 0x00B8, punctuation}, class_range{0x00BB, 0x00BB, punctuation},
    class_range{0x00BF, 0x00BF, punctuation}, class_range{0x00D7, 0x00D7, punctuation},
    class_range{0x00F7, 0x00F7, punctuation}, class_range{0x0E00, 0x0E7F, single},
    class_range{0x0E80, 0x0EFF, single},      class_range{0x1000, 0x109F, single},
    class_range{0x1680, 0x1680, space},       class_range{0x1780, 0x17FF, single},
    class_range{0x2000, 0x200A, space},       class_range{0x2010, 0x2027, punctuation},
    class_range{0x2028, 0x2029, space},       class_range{0x202A, 0x202E, punctuation},
    class_range{0x202F, 0x202F, space},       class_range{0x2030, 0x205E, punctuation},
    class_range{0x205F, 0x205F, space},       class_range{0x20A0, 0x20CF, punctuation},
    class_range{0x2190, 0x2BFF, punctuation}, class_range{0x2E00, 0x2E7F, punctuation},
    class_range{0x2E80, 0x2FDF, single},      class_range{0x3000, 0x3000, space},
    class_range{0x3001, 0x3004, punctuation}, class_range{0x3005, 0x3007, single},
    class_range{0x3008, 0x3020, punctuation}, class_range{0x3021, 0x318F, single},
    class_range{0x31A0, 0x31FF, single},      class_range{0x3400, 0x9FFF, single},
    class_range{0xAC00, 0xD7AF, single},      class_range{0xF900, 0xFAFF, single},
    class_range{0xFF01, 0xFF0F, punctuation}, class_range{0xFF1A, 0xFF20, punctuation},
    class_range{0xFF3B, 0xFF3E, punctuation}, class_range{0xFF40, 0xFF40, punctuation},
    class_range{0xFF5B, 0xFF65, punctuation}, class_range{0xFF66, 0xFF9F, single},
    class_range{0x1F000, 0x1FAFF, single},    class_range{0x20000, 0x3FFFF, single},
};

struct fold_range
{
    char32_t first, last;
    int step;   ///< Every such letter from first on ...
    int offset; ///< ... becomes the one so much further.
};

// Upper-case letters with one lower-case form; sorted. From the simple case foldings of Unicode.
constexpr std::array foldings{
    fold_range{0x00C0, 0x00D6, 1, 32},   fold_range{0x00D8, 0x00DE, 1, 32}, fold_range{0x0100, 0x012E, 2, 1},
    fold_range{0x0132, 0x0136, 2, 1},    fold_range{0x0139, 0x0147, 2, 1},  fold_range{0x014A, 0x0176, 2, 1},
    fold_range{0x0178, 0x0178, 1, -121}, fold_range{0x0179, 0x017D, 2, 1},  fold_range{0x01CD, 0x01DB, 2, 1},
    fold_range{0x01DE, 0x01EE, 2, 1},    fold_range{0x01F8, 0x021E, 2, 1},  fold_range{0x0222, 0x0232, 2, 1},
    fold_range{0x0370, 0x0372, 2, 1},    fold_range{0x0376, 0x0376, 1, 1},  fold_range{0x0386, 0x0386, 1, 38},
    fold_range{0x0388, 0x038A, 1, 37},   fold_range{0x038C, 0x038C, 1, 64}, fold_range{0x038E, 0x038F, 1, 63},
    fold_range{0x0391, 0x03A1, 1, 32},   fold_range{0x03A3, 0x03AB, 1, 32}, fold_range{0x03C2, 0x03C2, 1, 1},
    fold_range{0x03D8, 0x03EE, 2, 1},    fold_range{0x0400, 0x040F, 1, 80}, fold_range{0x0410, 0x042F, 1, 32},
    fold_range{0x0460, 0x0480, 2, 1},    fold_range{0x048A, 0x04BE, 2, 1},  fold_range{0x04C1, 0x04CD, 2, 1},
    fold_range{0x04D0, 0x052E, 2, 1},    fold_range{0x0531, 0x0556, 1, 48}, fold_range{0x1E00, 0x1E94, 2, 1},
    fold_range{0x1EA0, 0x1EFE, 2, 1},    fold_range{0xFF21, 0xFF3A, 1, 32},
};

/// The range that may hold @p code_point, or null.
template <class Table>
const typename Table::value_type* range_of(const Table& table, char32_t code_point) noexcept
{
    const auto after = std::upper_bound(table.begin(), table.end(), code_point,
                                        [](char32_t c, const auto& range) { return c < range.first; });
    if (after == table.begin() || std::prev(after)->last < code_point)
        return nullptr;
    return &*std::prev(after);
}

} // namespace

letter_class classify(char32_t c) noexcept
{
    if (c < 0x80)
    {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')
            return word;
        return c == ' ' || (c >= '\t' && c <= '\r') ? space : punctuation;
    }
    const class_range* found = range_of(ranges, c);
    return found == nullptr ? word : found->what;
}

char32_t fold(char32_t c) noexcept
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    const fold_range* found = range_of(foldings, c);
    if (found == nullptr || (c - found->first) % static_cast<char32_t>(found->step) != 0)
        return c;
    return static_cast<char32_t>(static_cast<std::int32_t>(c) + found->offset);
}

decoded decode(std::string_view text, std::size_t at) noexcept
{
    const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[at + i]));
    };
    const utf8::step found = utf8::look(text, at);
    if (found.what != utf8::unit::character)
        return {byte(0), 1};
    switch (found.size)
    {
    case 2: return {(byte(0) & 0x1F) << 6 | (byte(1) & 0x3F), 2};
    case 3: return {(byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3};
    case 4:
        return {(byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F),
                4};
    default: return {byte(0), 1};
    }
}

std::string folded(std::string_view text)
{
    std::string made(text);
    for (std::size_t at = 0; at < made.size();)
    {
        const auto byte = static_cast<unsigned char>(made[at]);
        if (byte < 0x80)
        {
            made[at++] = static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
            continue;
        }
        const decoded found = decode(text, at);
        std::string other;
        if (found.size != 1) // else it is not UTF-8 and stays as it is
            utf8::append(other, fold(found.code_point));
        made.replace(at, other.size(), other);
        at += found.size;
    }
    return made;
}

} // namespace codexflow::triggers
