#include "engine/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace codexflow {
namespace {

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Optimal string alignment. Gives up (returns limit + 1) as soon as a whole row exceeds the limit.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit)
{
    const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (difference > limit)
        return limit + 1;
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i)
    {
        row[0] = i;
        std::size_t best = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j)
        {
            const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + cost});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
            best = std::min(best, row[j]);
        }
        if (best > limit)
            return limit + 1;
        before.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

struct unit
{
    std::string_view suffix;
    std::int64_t milliseconds;
};

// Longest suffix first: "ms" must not be read as minutes or seconds.
constexpr std::array<unit, 5> units{{
    {"ms", 1},
    {"d", 86'400'000},
    {"h", 3'600'000},
    {"m", 60'000},
    {"s", 1'000},
}};

constexpr std::int64_t longest = 36'500LL * 86'400'000; // 100 years: no sum of a few can overflow

} // namespace

std::string to_lower(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

std::string join(std::span<const std::string> parts, std::string_view separator)
{
    std::string all;
    for (const std::string& part : parts)
    {
        if (&part != &parts.front())
            all += separator;
        all += part;
    }
    return all;
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    for (;;)
    {
        const std::size_t end = text.find(separator);
        parts.emplace_back(trim(text.substr(0, end)));
        if (end == text.npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::string_view trim(std::string_view text) noexcept
{
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string quote(std::string_view text, std::size_t limit)
{
    constexpr std::string_view digits = "0123456789abcdef";
    const bool cut = text.size() > limit;
    if (cut)
    {
        while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U)
            --limit;
        text = text.substr(0, limit);
    }
    std::string quoted = "'";
    for (const char c : text)
    {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7F)
            quoted += c;
        else
        {
            quoted += "\\x";
            quoted += digits[byte >> 4U];
            quoted += digits[byte & 0xFU];
        }
    }
    return quoted + (cut ? "...'" : "'");
}

bool is_name(std::string_view text) noexcept
{
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-' || c == '.';
    };
    return !text.empty() && text.size() <= 128 && text.front() != '.' &&
           std::all_of(text.begin(), text.end(), fits);
}

std::string nearest(std::string_view name, std::span<const std::string> candidates)
{
    const std::string wanted = to_lower(name);
    const std::string* best = nullptr;
    std::size_t best_distance = 0;
    for (const std::string& candidate : candidates)
    {
        // Words of one or two letters are "near" everything: only their case may differ.
        const std::size_t longer = std::max(wanted.size(), candidate.size());
        const std::size_t limit = longer < 3 ? 0 : longer / 3;
        const std::size_t d = distance(wanted, to_lower(candidate), limit);
        if (d > limit)
            continue;
        if (best == nullptr || d < best_distance || (d == best_distance && candidate < *best))
        {
            best = &candidate;
            best_distance = d;
        }
    }
    return best != nullptr ? *best : std::string();
}

std::string did_you_mean(std::string_view name, std::span<const std::string> candidates)
{
    constexpr std::size_t most = 12;
    const std::string guess = nearest(name, candidates);
    if (!guess.empty())
        return "did you mean '" + guess + "'?";
    std::vector<std::string> sorted(candidates.begin(), candidates.end());
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    if (sorted.empty())
        return {};
    const bool cut = sorted.size() > most;
    if (cut)
        sorted.resize(most);
    return "one of: " + join(sorted, ", ") + (cut ? ", ..." : "");
}

result<std::chrono::milliseconds> parse_duration(std::string_view text)
{
    for (const unit& u : units)
    {
        if (!text.ends_with(u.suffix))
            continue;
        const std::string_view digits = text.substr(0, text.size() - u.suffix.size());
        std::int64_t count = 0;
        const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
        if (digits.empty() || failure == std::errc::invalid_argument ||
            end != digits.data() + digits.size() || digits.front() == '-')
            break;
        if (failure == std::errc::result_out_of_range || count > longest / u.milliseconds)
            return error(errc::invalid_argument, quote(text) + " is longer than 100 years");
        return std::chrono::milliseconds(count * u.milliseconds);
    }
    return error(errc::invalid_argument, quote(text) + " is not a length of time")
        .with_hint("write digits and a unit: 250ms, 30s, 10m, 2h or 7d");
}

std::string format_duration(std::chrono::milliseconds value)
{
    const std::int64_t count = value.count();
    if (count < 0)
        return "-";
    if (count == 0)
        return "0s";
    for (const std::size_t index : {1U, 2U, 3U, 4U}) // d, h, m, s: the largest that divides it
        if (count % units[index].milliseconds == 0)
            return std::to_string(count / units[index].milliseconds) + std::string(units[index].suffix);
    return std::to_string(count) + "ms";
}

} // namespace codexflow
