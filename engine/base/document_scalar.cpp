#include "engine/base/document_source.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <system_error>

namespace codexflow::doc {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

std::size_t count_digits(std::string_view text) noexcept
{
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    return static_cast<std::size_t>(end - text.begin());
}

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) noexcept
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array<std::string_view, 5> null_words{"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 3> true_words{"true", "True", "TRUE"};
constexpr std::array<std::string_view, 3> false_words{"false", "False", "FALSE"};
constexpr std::array<std::string_view, 3> infinity_words{".inf", ".Inf", ".INF"};
constexpr std::array<std::string_view, 3> nan_words{".nan", ".NaN", ".NAN"};

std::string_view without_sign(std::string_view text) noexcept
{
    if (!text.empty() && (text.front() == '+' || text.front() == '-'))
        text.remove_prefix(1);
    return text;
}

// [-+]? ( . [0-9]+ | [0-9]+ ( . [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_float(std::string_view text) noexcept
{
    text = without_sign(text);
    const std::size_t whole = count_digits(text);
    text.remove_prefix(whole);
    if (!text.empty() && text.front() == '.')
    {
        const std::size_t fraction = count_digits(text.substr(1));
        if (whole == 0 && fraction == 0)
            return false;
        text.remove_prefix(1 + fraction);
    }
    else if (whole == 0)
        return false;
    if (text.empty())
        return true;
    if (text.front() != 'e' && text.front() != 'E')
        return false;
    text = without_sign(text.substr(1));
    return !text.empty() && count_digits(text) == text.size();
}

int radix_of(std::string_view text) noexcept
{
    return text.starts_with("0x") ? 16 : text.starts_with("0o") ? 8 : 10;
}

bool is_integer(std::string_view text) noexcept
{
    if (const int radix = radix_of(text); radix != 10)
    {
        text.remove_prefix(2);
        return !text.empty() && std::all_of(text.begin(), text.end(), [radix](char c) {
            return radix == 8 ? c >= '0' && c <= '7'
                              : is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        });
    }
    text = without_sign(text);
    return !text.empty() && count_digits(text) == text.size();
}

} // namespace

kind resolve_plain(std::string_view text) noexcept
{
    if (is_one_of(text, null_words))
        return kind::null;
    if (is_one_of(text, true_words) || is_one_of(text, false_words))
        return kind::boolean;
    if (is_integer(text))
        return kind::integer;
    if (is_float(text) || is_one_of(without_sign(text), infinity_words) || is_one_of(text, nan_words))
        return kind::number;
    return kind::string;
}

std::optional<bool> as_boolean(const node& value) noexcept
{
    if (value.type != kind::boolean)
        return {};
    return is_one_of(value.text, true_words);
}

std::optional<std::int64_t> as_integer(const node& value) noexcept
{
    if (value.type != kind::integer)
        return {};
    std::string_view digits = value.text;
    const int radix = radix_of(digits);
    if (radix != 10)
        digits.remove_prefix(2);
    else if (digits.starts_with('+'))
        digits.remove_prefix(1);
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number, radix);
    if (failure != std::errc() || end != digits.data() + digits.size())
        return {};
    return number;
}

std::optional<double> as_number(const node& value) noexcept
{
    if (const auto whole = as_integer(value))
        return static_cast<double>(*whole);
    if (value.type != kind::number && value.type != kind::integer)
        return {};
    const bool negative = value.text.starts_with('-');
    const std::string_view digits = without_sign(value.text);
    double number = 0;
    if (is_one_of(digits, infinity_words))
        number = std::numeric_limits<double>::infinity();
    else if (is_one_of(digits, nan_words))
        number = std::numeric_limits<double>::quiet_NaN();
    else
    {
        const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (failure != std::errc() || end != digits.data() + digits.size())
            return {};
    }
    return negative ? -number : number;
}

std::optional<kind> resolve_tagged(std::string_view tag, std::string_view text) noexcept
{
    constexpr std::string_view core = "tag:yaml.org,2002:";
    const kind plain = resolve_plain(text);
    if (tag.empty() || tag == "?")
        return plain;
    if (tag == "!")
        return kind::string;
    if (!tag.starts_with(core))
        return {};
    tag.remove_prefix(core.size());
    if (tag == "str")
        return kind::string;
    const bool fits = (tag == "null" && plain == kind::null) || (tag == "bool" && plain == kind::boolean) ||
                      (tag == "int" && plain == kind::integer) ||
                      (tag == "float" && (plain == kind::number || plain == kind::integer));
    return fits ? std::optional(plain) : std::nullopt;
}

} // namespace codexflow::doc
