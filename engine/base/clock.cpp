#include "engine/base/clock.hpp"

#include <sys/random.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace codexflow {
namespace {

std::string base36(clock& source, std::size_t digits)
{
    constexpr std::string_view alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::uint64_t bits = 0;
    source.random(&bits, sizeof bits);
    std::string text(digits, '0');
    for (char& c : text)
    {
        c = alphabet[bits % alphabet.size()];
        bits /= alphabet.size();
    }
    return text;
}

std::tm utc(std::int64_t unix_us)
{
    const std::time_t seconds = static_cast<std::time_t>(unix_us / 1'000'000);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    return parts;
}

} // namespace

std::int64_t system_clock::unix_us()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

std::int64_t system_clock::steady_us()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

void system_clock::random(void* bytes, std::size_t count)
{
    auto* at = static_cast<unsigned char*>(bytes);
    while (count != 0)
    {
        const ssize_t n = ::getrandom(at, count, 0);
        if (n < 0)
            continue; // EINTR only: the pool of a running system is always ready
        at += n;
        count -= static_cast<std::size_t>(n);
    }
}

std::string make_run_id(clock& source)
{
    const std::tm t = utc(source.unix_us());
    std::array<char, 24> stamp{};
    std::strftime(stamp.data(), stamp.size(), "%Y%m%dT%H%M%SZ", &t);
    return std::string(stamp.data()) + '-' + base36(source, 6);
}

std::string make_task_id(clock& source)
{
    return std::to_string(source.unix_us() / 1000) + '-' + base36(source, 6);
}

std::optional<std::int64_t> parse_iso_time(std::string_view text) noexcept
{
    const auto digits = [&text](std::size_t count) -> int {
        int value = 0;
        if (text.size() < count)
            return -1;
        for (const char c : text.substr(0, count))
        {
            if (c < '0' || c > '9')
                return -1;
            value = value * 10 + (c - '0');
        }
        text.remove_prefix(count);
        return value;
    };
    const auto part = [&](char before, std::size_t count) -> int {
        if (!text.starts_with(before))
            return -1;
        text.remove_prefix(1);
        return digits(count);
    };
    const int year = digits(4), month = part('-', 2), day = part('-', 2);
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (year < 0 || month < 0 || day < 0 || !date.ok())
        return std::nullopt;
    std::int64_t seconds = std::chrono::sys_days(date).time_since_epoch().count() * std::int64_t{86'400};
    if (text.empty())
        return seconds * 1'000'000;
    const int hour = part('T', 2), minute = part(':', 2);
    const int second = text.starts_with(':') ? part(':', 2) : 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return std::nullopt;
    seconds += hour * 3600 + minute * 60 + second;
    std::int64_t fraction = 0;
    if (text.starts_with('.'))
    {
        text.remove_prefix(1);
        std::int64_t unit = 1'000'000;
        const std::size_t before = text.size();
        for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1))
            fraction += (unit /= 10) * (text.front() - '0');
        if (text.size() == before)
            return std::nullopt;
    }
    if (!text.empty() && text != "Z")
        return std::nullopt;
    return seconds * 1'000'000 + fraction;
}

std::string iso_time(std::int64_t unix_us)
{
    const std::tm t = utc(unix_us);
    std::array<char, 24> stamp{};
    std::strftime(stamp.data(), stamp.size(), "%Y-%m-%dT%H:%M:%S", &t);
    std::array<char, 8> ms{};
    std::snprintf(ms.data(), ms.size(), ".%03dZ", static_cast<int>(unix_us / 1000 % 1000));
    return std::string(stamp.data()) + ms.data();
}

} // namespace codexflow
