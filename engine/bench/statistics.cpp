#include "engine/bench/statistics.hpp"

#include <algorithm>
#include <numeric>

namespace codexflow::bench {
namespace {

std::int64_t nearest_rank(const std::vector<std::int64_t>& sorted, std::size_t percent)
{
    const std::size_t rank = (sorted.size() * percent + 99) / 100;
    return sorted[rank - 1];
}

using calls = std::vector<const measured_call*>;

/// The call at the rank of p50.
const measured_call* median(calls of)
{
    if (of.empty())
        return nullptr;
    std::stable_sort(of.begin(), of.end(), [](auto* a, auto* b) { return a->total_us < b->total_us; });
    return of[(of.size() + 1) / 2 - 1];
}

void add_usage(const calls& good, summary& made)
{
    std::int64_t time = 0;
    for (const measured_call* one : good)
    {
        if (one->cost)
        {
            ++made.priced;
            made.cost += *one->cost;
        }
        if (!one->usage.known)
            continue;
        ++made.counted;
        made.tokens_in += one->usage.input;
        made.tokens_out += one->usage.output;
        time += one->total_us;
    }
    if (time > 0)
        made.tokens_per_second = static_cast<double>(made.tokens_out) * 1e6 / static_cast<double>(time);
}

} // namespace

std::optional<spread> spread_of(std::vector<std::int64_t> values)
{
    if (values.empty())
        return std::nullopt;
    std::sort(values.begin(), values.end());
    spread made;
    made.count = values.size();
    made.min = values.front();
    made.max = values.back();
    made.mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    made.p50 = nearest_rank(values, 50);
    made.p90 = nearest_rank(values, 90);
    made.p99 = nearest_rank(values, 99);
    return made;
}

summary summarize(const measurement& all, std::size_t subject)
{
    summary made;
    calls good, bad;
    std::vector<std::int64_t> totals, firsts;
    for (const measured_call& one : all.calls)
    {
        if (one.provider != subject)
            continue;
        ++made.calls;
        made.attempts += one.attempts;
        (one.ok() ? good : bad).push_back(&one);
        if (!one.ok())
            continue;
        totals.push_back(one.total_us);
        if (one.first_us)
            firsts.push_back(*one.first_us);
    }
    made.ok = good.size();
    made.total = spread_of(std::move(totals));
    made.first = spread_of(std::move(firsts));
    add_usage(good, made);
    made.typical = median(good.empty() ? bad : good);
    made.first_failure = bad.empty() ? nullptr : bad.front();
    return made;
}

std::size_t fewest_successes(const measurement& all)
{
    std::size_t fewest = 0;
    for (std::size_t i = 0; i != all.subjects.size(); ++i)
        if (const std::size_t ok = summarize(all, i).ok; ok != 0 && (fewest == 0 || ok < fewest))
            fewest = ok;
    return fewest;
}

std::string percentile_note(std::size_t fewest)
{
    if (fewest == 0 || fewest >= 100)
        return {};
    if (fewest == 1)
        return "with one call there is nothing to spread: p50, p90 and p99 are that call";
    const std::string calls = "with " + std::to_string(fewest) + " calls ";
    return calls + (fewest < 10 ? "p90 and p99 are the slowest call" : "p99 is the slowest call");
}

} // namespace codexflow::bench
