#include "engine/metrics/metrics_json.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace codexflow {
namespace {

/// A count by the name of its member.
struct counter
{
    std::string_view name;
    std::uint64_t agent_metrics::*where;
};

constexpr std::array counters{
    counter{"tasks", &agent_metrics::tasks},
    counter{"totalMs", &agent_metrics::total_ms},
    counter{"ok", &agent_metrics::ok},
    counter{"outcomeUnknown", &agent_metrics::unjudged},
    counter{"cancelled", &agent_metrics::cancelled},
    counter{"inputTokens", &agent_metrics::input_tokens},
    counter{"outputTokens", &agent_metrics::output_tokens},
    counter{"tasksWithTokens", &agent_metrics::counted},
    counter{"tasksWithCost", &agent_metrics::priced},
    counter{"retries", &agent_metrics::retries},
    counter{"failovers", &agent_metrics::failovers},
    counter{"toolCalls", &agent_metrics::tool_calls},
    counter{"toolFailures", &agent_metrics::tool_failures},
    counter{"toolCallsDenied", &agent_metrics::denied},
};

/// Made of the sums whenever the file is written; not read.
constexpr std::array<std::string_view, 9> derived{"avgMs", "successRate", "failed", "p50Ms", "p90Ms", "p99Ms",
                                                  "firstChunkP50Ms", "firstChunkP90Ms", "firstChunkP99Ms"};

error misfit(const std::string& file, const doc::node& at, std::string_view what)
{
    return {errc::invalid_argument, std::string(what) + ", not " + std::string(doc::describe(at.type)),
            doc::in(file, at.where)};
}

/// Whole or not (the original's averages are not), never negative.
result<std::uint64_t> read_count(const doc::node& value, const std::string& file)
{
    const auto number = doc::as_number(value);
    if (!number || !(*number >= 0) || *number > 1e18)
        return misfit(file, value, "a number from 0 is needed");
    return static_cast<std::uint64_t>(std::llround(*number));
}

result<void> read_histogram(const doc::node& from, const std::string& file, histogram& into)
{
    std::uint64_t sum = 0, max = 0;
    for (const doc::member& m : from.members)
    {
        const auto number = read_count(m.value, file);
        if (m.key == "buckets")
        {
            for (const doc::member& bucket : m.value.members)
            {
                std::uint64_t bound = 0;
                const char* end = bucket.key.data() + bucket.key.size();
                const auto [stop, failure] = std::from_chars(bucket.key.data(), end, bound);
                const auto count = read_count(bucket.value, file);
                if (failure != std::errc() || stop != end || !count)
                    return error(errc::invalid_argument, "a bucket is a number of milliseconds and a count",
                                 doc::in(file, bucket.where));
                into.restore(bound, *count);
            }
            continue;
        }
        if (!number)
            return number.error();
        (m.key == "sumMs" ? sum : max) = *number;
    }
    into.restore_totals(sum, max);
    return {};
}

result<void> read_failures(const doc::node& from, const std::string& file, agent_metrics& into)
{
    for (const doc::member& m : from.members)
    {
        const auto count = read_count(m.value, file);
        if (!count)
            return count.error();
        into.failures[m.key] += *count;
    }
    return {};
}

void write_histogram(json_writer& out, std::string_view name, const histogram& what)
{
    if (what.empty())
        return;
    out.key(name).begin_object().member("sumMs", what.sum()).member("maxMs", what.max());
    out.key("buckets").begin_object();
    for (const auto& [bound, count] : what.buckets())
        out.member(std::to_string(bound), count);
    out.end_object().end_object();
}

double rounded(double value, double unit) { return std::round(value * unit) / unit; }

} // namespace

result<agent_metrics> read_agent_metrics(const doc::node& from, const std::string& file, std::vector<doc::member>* unknown)
{
    if (!from.is_mapping())
        return misfit(file, from, "an agent's metrics are a mapping");
    agent_metrics made;
    for (const doc::member& m : from.members)
    {
        const auto known = std::find_if(counters.begin(), counters.end(), [&](const counter& c) { return c.name == m.key; });
        result<void> read{};
        if (known != counters.end())
        {
            const auto count = read_count(m.value, file);
            if (!count)
                return count.error();
            made.*known->where = *count;
        }
        else if (m.key == "costUsd")
            made.cost_usd = doc::as_number(m.value).value_or(0);
        else if (m.key == "latency" && m.value.is_mapping())
            read = read_histogram(m.value, file, made.latency);
        else if (m.key == "firstChunk" && m.value.is_mapping())
            read = read_histogram(m.value, file, made.first_chunk);
        else if (m.key == "failures" && m.value.is_mapping())
            read = read_failures(m.value, file, made);
        else if (unknown != nullptr && std::find(derived.begin(), derived.end(), m.key) == derived.end())
            unknown->push_back(m);
        if (!read)
            return read.error();
    }
    if (from.find("ok") == nullptr) // the older shape
        made.unjudged = made.tasks;
    if (made.ok + made.unjudged > made.tasks)
        return error(errc::invalid_argument, "more tasks were ok than there were", doc::in(file, from.where));
    return made;
}

void write_sums(json_writer& out, const agent_metrics& what)
{
    for (const counter& one : counters)
        if (const std::uint64_t count = what.*one.where; count != 0 || one.name == "tasks" || one.name == "totalMs" || one.name == "ok")
            out.member(one.name, count);
    if (what.priced != 0)
        out.member("costUsd", what.cost_usd);
    if (!what.failures.empty())
    {
        out.key("failures").begin_object();
        for (const auto& [code, count] : what.failures)
            out.member(code, count);
        out.end_object();
    }
    write_histogram(out, "latency", what.latency);
    write_histogram(out, "firstChunk", what.first_chunk);
}

void write_derived(json_writer& out, const agent_metrics& what)
{
    out.member("avgMs", what.average_ms());
    if (what.tasks != what.unjudged)
        out.member("successRate", rounded(what.success_rate(), 1e4)).member("failed", what.failed());
    if (!what.latency.empty())
        out.member("p50Ms", what.latency.percentile(50)).member("p90Ms", what.latency.percentile(90))
            .member("p99Ms", what.latency.percentile(99));
    if (!what.first_chunk.empty())
        out.member("firstChunkP50Ms", what.first_chunk.percentile(50))
            .member("firstChunkP90Ms", what.first_chunk.percentile(90))
            .member("firstChunkP99Ms", what.first_chunk.percentile(99));
}

} // namespace codexflow
