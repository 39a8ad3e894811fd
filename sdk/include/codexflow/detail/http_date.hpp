#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace codexflow::detail {

/// The number of all of @p text, if it is nothing but digits (at most six).
inline std::optional<int> small_number(std::string_view text) noexcept
{
    if (text.empty() || text.size() > 6)
        return std::nullopt;
    int value = 0;
    for (const char c : text)
    {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

/** Seconds since 1970 of a date as HTTP writes it ("Sun, 06 Nov 1994 08:49:37 GMT", RFC 9110 5.6.7);
 *  nothing for the two obsolete forms and for what is no date. Independent of the locale. */
inline std::optional<std::int64_t> parse_http_date(std::string_view text) noexcept
{
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (text.size() != 29 || !text.ends_with(" GMT") || text.substr(3, 2) != ", " || text[7] != ' ' ||
        text[11] != ' ' || text[16] != ' ' || text[19] != ':' || text[22] != ':')
        return std::nullopt;
    const std::size_t month = months.find(text.substr(8, 3));
    const auto day = small_number(text.substr(5, 2));
    const auto year = small_number(text.substr(12, 4));
    const auto hour = small_number(text.substr(17, 2));
    const auto minute = small_number(text.substr(20, 2));
    const auto second = small_number(text.substr(23, 2));
    if (month == std::string_view::npos || month % 3 != 0 || !day || !year || !hour || !minute || !second)
        return std::nullopt;
    namespace chrono = std::chrono;
    const chrono::year_month_day date(chrono::year(*year),
                                      chrono::month(static_cast<unsigned>(month / 3 + 1)),
                                      chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    const std::int64_t days = chrono::sys_days(date).time_since_epoch().count();
    return ((days * 24 + *hour) * 60 + *minute) * 60 + *second;
}

} // namespace codexflow::detail
