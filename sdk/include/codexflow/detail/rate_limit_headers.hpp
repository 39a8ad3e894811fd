#pragma once

#include <codexflow/detail/http_date.hpp>
#include <codexflow/detail/json_number.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

/** @file
 *  The spellings of numbers, durations and times in rate-limit headers. */
namespace codexflow::detail {

inline std::optional<std::uint64_t> quota_count(std::string_view text) noexcept
{
    return json::detail::to_integer<std::uint64_t>(text);
}

/// Milliseconds of a duration as Go prints it ("6ms", "1m30.5s", "6m0s"), or of plain seconds.
inline std::optional<std::int64_t> go_duration_ms(std::string_view text)
{
    constexpr double longest_ms = 1e12;
    double total = 0;
    if (text.empty())
        return std::nullopt;
    while (!text.empty())
    {
        const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
        const std::string_view figure = text.substr(0, digits);
        const std::optional<double> number = json::detail::to_double(figure);
        text.remove_prefix(digits);
        const std::size_t letters = std::min(text.find_first_of("0123456789."), text.size());
        const std::string_view unit = text.substr(0, letters);
        text.remove_prefix(letters);
        if (!number || figure.find('.') != figure.rfind('.'))
            return std::nullopt;
        if (unit == "h")
            total += *number * 3'600'000;
        else if (unit == "m")
            total += *number * 60'000;
        else if (unit == "s" || unit.empty())
            total += *number * 1'000;
        else if (unit == "ms")
            total += *number;
        else if (unit != "us" && unit != "ns" && unit != "µs")
            return std::nullopt;
    }
    return total > longest_ms ? std::nullopt : std::optional(static_cast<std::int64_t>(std::ceil(total)));
}

/// Seconds since 1970 of "2026-11-22T14:34:12Z", with fractions and offsets (RFC 3339).
inline std::optional<std::int64_t> parse_rfc3339(std::string_view text) noexcept
{
    namespace chrono = std::chrono;
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') ||
        text[13] != ':' || text[16] != ':')
        return std::nullopt;
    const auto year = small_number(text.substr(0, 4));
    const auto month = small_number(text.substr(5, 2));
    const auto day = small_number(text.substr(8, 2));
    const auto hour = small_number(text.substr(11, 2));
    const auto minute = small_number(text.substr(14, 2));
    const auto second = small_number(text.substr(17, 2));
    if (!year || !month || !day || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    std::string_view zone = text.substr(19);
    if (zone.front() == '.')
        zone.remove_prefix(std::min(zone.find_first_not_of("0123456789", 1), zone.size()));
    std::int64_t offset = 0;
    if (zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':')
    {
        const auto hours = small_number(zone.substr(1, 2));
        const auto minutes = small_number(zone.substr(4, 2));
        if (!hours || !minutes)
            return std::nullopt;
        offset = (*hours * 60 + *minutes) * 60 * (zone[0] == '+' ? 1 : -1);
    }
    else if (zone != "Z" && zone != "z")
    {
        return std::nullopt;
    }
    const chrono::year_month_day date(chrono::year(*year), chrono::month(static_cast<unsigned>(*month)),
                                      chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok())
        return std::nullopt;
    const std::int64_t days = chrono::sys_days(date).time_since_epoch().count();
    return ((days * 24 + *hour) * 60 + *minute) * 60 + *second - offset;
}

/// From now until a quota is full: a duration, or a time seen from @p now (seconds since 1970).
inline std::optional<std::int64_t> quota_reset_ms(std::string_view text, std::int64_t now)
{
    if (const auto time = parse_rfc3339(text))
        return std::max<std::int64_t>(0, *time - now) * 1000;
    return go_duration_ms(text);
}

} // namespace codexflow::detail
