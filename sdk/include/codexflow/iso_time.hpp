#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

/** @file
 *  Points in time as documents have them: ISO 8601, milliseconds, UTC. */
namespace codexflow {

namespace detail {

/// Takes exactly @p count digits off the front.
inline std::optional<int> take_digits(std::string_view& text, std::size_t count) noexcept
{
    if (text.size() < count)
        return std::nullopt;
    int number = 0;
    for (std::size_t i = 0; i != count; ++i)
    {
        if (text[i] < '0' || text[i] > '9')
            return std::nullopt;
        number = number * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return number;
}

inline bool take_char(std::string_view& text, char wanted) noexcept
{
    if (text.empty() || text.front() != wanted)
        return false;
    text.remove_prefix(1);
    return true;
}

/// ".366" as 366; digits behind the third are dropped. Nothing if a point has no digit behind it.
inline std::optional<int> take_fraction(std::string_view& text) noexcept
{
    if (!take_char(text, '.'))
        return 0;
    int ms = 0, places = 0;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++places)
        if (places < 3)
            ms = ms * 10 + (text.front() - '0');
    if (places == 0)
        return std::nullopt;
    for (; places < 3; ++places)
        ms *= 10;
    return ms;
}

/// "Z" or "+02:00" or "+0200", in minutes east.
inline std::optional<int> take_zone(std::string_view& text) noexcept
{
    if (take_char(text, 'Z') || take_char(text, 'z'))
        return 0;
    const bool east = take_char(text, '+');
    if (!east && !take_char(text, '-'))
        return std::nullopt;
    const std::optional<int> hours = take_digits(text, 2);
    take_char(text, ':');
    const std::optional<int> minutes = take_digits(text, 2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59)
        return std::nullopt;
    return (east ? 1 : -1) * (*hours * 60 + *minutes);
}

} // namespace detail

/** "2025-09-18T11:52:31.366Z" as milliseconds since 1970; also with a zone such as +02:00, and without a fraction.
 *  Nothing for what is no such time. */
inline std::optional<std::int64_t> from_iso_time(std::string_view text) noexcept
{
    using namespace std::chrono;
    const auto y = detail::take_digits(text, 4);
    const bool dash = detail::take_char(text, '-');
    const auto mon = detail::take_digits(text, 2);
    const bool dash2 = detail::take_char(text, '-');
    const auto d = detail::take_digits(text, 2);
    const bool t = detail::take_char(text, 'T') || detail::take_char(text, 't') || detail::take_char(text, ' ');
    const auto h = detail::take_digits(text, 2);
    const bool colon = detail::take_char(text, ':');
    const auto m = detail::take_digits(text, 2);
    const bool colon2 = detail::take_char(text, ':');
    const auto s = detail::take_digits(text, 2);
    const auto ms = detail::take_fraction(text);
    const auto zone = detail::take_zone(text);
    if (!y || !dash || !mon || !dash2 || !d || !t || !h || !colon || !m || !colon2 || !s || !ms || !zone || !text.empty())
        return std::nullopt;
    const year_month_day date{year(*y), month(static_cast<unsigned>(*mon)), day(static_cast<unsigned>(*d))};
    if (!date.ok() || *h > 23 || *m > 59 || *s > 60)
        return std::nullopt;
    const std::int64_t days = sys_days(date).time_since_epoch().count();
    const std::int64_t minutes_of = (days * 24 + *h) * 60 + *m - *zone;
    return (minutes_of * 60 + *s) * 1000 + *ms;
}

/// Milliseconds since 1970 as "2025-09-18T11:52:31.366Z". For the years 0 to 9999.
inline std::string to_iso_time(std::int64_t unix_ms)
{
    using namespace std::chrono;
    const sys_time<milliseconds> when{milliseconds(unix_ms)};
    const auto midnight = floor<days>(when);
    const year_month_day date(midnight);
    const hh_mm_ss time(when - midnight);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
    return text;
}

} // namespace codexflow
