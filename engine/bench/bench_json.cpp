#include "engine/bench/bench_report.hpp"
#include "engine/bench/statistics.hpp"

#include "engine/base/clock.hpp"

#include <codexflow/json_writer.hpp>

#include <cmath>

namespace codexflow::bench {
namespace {

double milliseconds(double us) { return std::round(us) / 1000; }
double milliseconds(std::int64_t us) { return static_cast<double>(us) / 1000; }

template <class T> void optional_member(json_writer& out, std::string_view name, const std::optional<T>& value)
{
    if (value)
        out.member(name, *value);
    else
        out.member(name, nullptr);
}

void usage_members(json_writer& out, const token_usage& usage)
{
    optional_member(out, "tokensIn", usage.known ? std::optional(usage.input) : std::nullopt);
    optional_member(out, "tokensOut", usage.known ? std::optional(usage.output) : std::nullopt);
}

void spread_member(json_writer& out, std::string_view name, const std::optional<spread>& values)
{
    out.key(name);
    if (!values)
    {
        out.value(nullptr);
        return;
    }
    out.begin_object().member("count", values->count).member("min", milliseconds(values->min));
    out.member("mean", milliseconds(values->mean)).member("p50", milliseconds(values->p50));
    out.member("p90", milliseconds(values->p90)).member("p99", milliseconds(values->p99));
    out.member("max", milliseconds(values->max)).end_object();
}

/// What the original wrote of its one call: here of the typical one.
void members_of_the_original(json_writer& out, const summary& what)
{
    out.member("ok", what.calls != 0 && what.ok == what.calls);
    if (what.typical != nullptr)
    {
        const measured_call& call = *what.typical;
        out.member("ms", milliseconds(call.total_us));
        usage_members(out, call.usage);
        optional_member(out, "costUsd", call.cost);
        if (call.ok())
            out.member("contentPreview", call.preview);
    }
    if (what.first_failure != nullptr)
        out.member("error", failure_text(*what.first_failure->failure));
}

void write_provider(json_writer& out, const subject& who, const summary& what)
{
    out.key(who.name).begin_object();
    members_of_the_original(out, what);
    out.member("plugin", who.plugin);
    out.member("model", who.model).member("calls", what.calls).member("succeeded", what.ok);
    optional_member(out, "successRate",
                    what.calls == 0 ? std::nullopt
                                    : std::optional(static_cast<double>(what.ok) / static_cast<double>(what.calls)));
    out.member("attempts", what.attempts);
    spread_member(out, "ttftMs", what.first);
    spread_member(out, "totalMs", what.total);
    optional_member(out, "tokensPerSecond", what.tokens_per_second);
    const bool any = what.counted != 0;
    optional_member(out, "tokensInSum", any ? std::optional(what.tokens_in) : std::nullopt);
    optional_member(out, "tokensOutSum", any ? std::optional(what.tokens_out) : std::nullopt);
    out.member("callsWithTokens", what.counted);
    optional_member(out, "costUsdSum", what.priced != 0 ? std::optional(what.cost) : std::nullopt);
    out.member("callsWithCost", what.priced).end_object();
}

void write_failure(json_writer& out, const error& what)
{
    out.key("error").begin_object().member("code", to_string(what.code)).member("kind", what.kind);
    out.member("message", what.message);
    if (!what.detail.empty())
        out.member("detail", what.detail);
    if (!what.phase.empty())
        out.member("phase", what.phase);
    if (!what.hint.empty())
        out.member("hint", what.hint);
    out.end_object();
}

void write_call(json_writer& out, const measured_call& call, const measurement& all)
{
    out.begin_object().member("provider", all.subjects[call.provider].name).member("round", call.round);
    out.member("ok", call.ok()).member("startedMs", milliseconds(call.started_us));
    out.member("ms", milliseconds(call.total_us));
    optional_member(out, "ttftMs", call.first_us ? std::optional(milliseconds(*call.first_us)) : std::nullopt);
    out.member("waitedMs", milliseconds(call.waited_us)).member("attempts", call.attempts);
    usage_members(out, call.usage);
    optional_member(out, "tokensPerSecond", call.tokens_per_second());
    optional_member(out, "costUsd", call.cost);
    if (!call.model.empty())
        out.member("model", call.model);
    if (call.failure)
        write_failure(out, *call.failure);
    else
        out.member("finish", call.finish).member("contentPreview", call.preview);
    out.end_object();
}

void write_settings(json_writer& out, const measurement& all)
{
    out.member("runsPlanned", all.planned).member("runsMeasured", all.calls.size());
    out.member("stopped", all.stopped);
    out.key("settings").begin_object().member("runs", all.settings.runs).member("warmup", all.settings.warm_up);
    out.member("maxParallel", all.settings.max_parallel).member("stream", all.settings.stream).end_object();
    out.key("percentiles").begin_object().member("method", "nearest-rank");
    out.member("note", percentile_note(fewest_successes(all))).end_object();
}

} // namespace

std::string report_json(const measurement& all)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("prompt", all.prompt).member("startedAt", iso_time(all.started_unix_us));
    out.key("providers").begin_object();
    for (std::size_t i = 0; i != all.subjects.size(); ++i)
        write_provider(out, all.subjects[i], summarize(all, i));
    out.end_object().member("elapsedMs", milliseconds(all.elapsed_us));
    write_settings(out, all);
    out.key("runs").begin_array();
    for (const measured_call& call : all.calls)
        write_call(out, call, all);
    out.end_array().end_object();
    return text + '\n';
}

} // namespace codexflow::bench
