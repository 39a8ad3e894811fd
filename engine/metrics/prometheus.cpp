#include "engine/metrics/prometheus.hpp"

#include <fmt/format.h>

#include <functional>
#include <string_view>

namespace codexflow {
namespace {

std::string escaped(std::string_view label)
{
    std::string made;
    for (const char c : label)
        made += c == '\\' ? "\\\\" : c == '"' ? "\\\"" : c == '\n' ? "\\n" : std::string(1, c);
    return made;
}

class page
{
public:
    explicit page(const agents_metrics& agents) : agents_(agents) {}

    void head(std::string_view name, std::string_view type, std::string_view help)
    {
        text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
    }

    using reading = std::function<double(const agent_metrics&)>;
    void counter(std::string_view name, std::string_view help, const reading& value)
    {
        head(name, "counter", help);
        for (const auto& [id, one] : agents_)
            line(name, id, "", value(one));
    }

    void outcomes()
    {
        constexpr std::string_view name = "codexflow_tasks_total";
        head(name, "counter", "Tasks that have ended, by outcome.");
        for (const auto& [id, one] : agents_)
        {
            line(name, id, R"(,outcome="ok")", static_cast<double>(one.ok));
            line(name, id, R"(,outcome="failed")", static_cast<double>(one.failed()));
            line(name, id, R"(,outcome="cancelled")", static_cast<double>(one.cancelled));
            if (one.unjudged != 0)
                line(name, id, R"(,outcome="unknown")", static_cast<double>(one.unjudged));
        }
    }

    void failures()
    {
        constexpr std::string_view name = "codexflow_task_failures_total";
        head(name, "counter", "Failed tasks, by error code.");
        for (const auto& [id, one] : agents_)
            for (const auto& [code, count] : one.failures)
                line(name, id, fmt::format(R"(,code="{}")", escaped(code)), static_cast<double>(count));
    }

    void tokens()
    {
        constexpr std::string_view name = "codexflow_tokens_total";
        head(name, "counter", "Tokens as providers counted them.");
        for (const auto& [id, one] : agents_)
        {
            line(name, id, R"(,direction="input")", static_cast<double>(one.input_tokens));
            line(name, id, R"(,direction="output")", static_cast<double>(one.output_tokens));
        }
    }

    void durations(std::string_view name, std::string_view help, histogram agent_metrics::*which)
    {
        head(name, "histogram", help);
        for (const auto& [id, one] : agents_)
        {
            const histogram& of = one.*which;
            for (std::uint64_t ms = 16; ms <= 1U << 20U; ms *= 2) // to 17 minutes, every bound exact
                line(fmt::format("{}_bucket", name), id, fmt::format(R"(,le="{}")", seconds(ms)),
                     static_cast<double>(of.count_up_to(ms)));
            line(fmt::format("{}_bucket", name), id, R"(,le="+Inf")", static_cast<double>(of.count()));
            line(fmt::format("{}_sum", name), id, "", seconds(of.sum()));
            line(fmt::format("{}_count", name), id, "", static_cast<double>(of.count()));
        }
    }

    std::string take() { return std::move(text_); }

private:
    static double seconds(std::uint64_t ms) { return static_cast<double>(ms) / 1000; }

    void line(std::string_view name, std::string_view agent, std::string_view labels, double value)
    {
        text_ += fmt::format("{}{{agent=\"{}\"{}}} {}\n", name, escaped(agent), labels, value);
    }

    const agents_metrics& agents_;
    std::string text_;
};

double number(std::uint64_t count) { return static_cast<double>(count); }

} // namespace

std::string prometheus_text(const agents_metrics& agents)
{
    page made(agents);
    made.outcomes();
    made.failures();
    made.durations("codexflow_task_duration_seconds", "How long tasks took that were ok or failed.", &agent_metrics::latency);
    made.durations("codexflow_first_chunk_seconds", "From the start of a task to the first thing its model said.",
                   &agent_metrics::first_chunk);
    made.tokens();
    made.counter("codexflow_cost_usd_total", "US dollars for those tokens whose price is configured.",
                 [](const agent_metrics& one) { return one.cost_usd; });
    made.counter("codexflow_retries_total", "Model calls that failed and were repeated.",
                 [](const agent_metrics& one) { return number(one.retries); });
    made.counter("codexflow_failovers_total", "Times another provider was asked.",
                 [](const agent_metrics& one) { return number(one.failovers); });
    made.counter("codexflow_tool_calls_total", "Tool calls that models made.",
                 [](const agent_metrics& one) { return number(one.tool_calls); });
    made.counter("codexflow_tool_failures_total", "Those of them that did not end well.",
                 [](const agent_metrics& one) { return number(one.tool_failures); });
    made.counter("codexflow_tool_calls_denied_total", "Those of them that a policy denied.",
                 [](const agent_metrics& one) { return number(one.denied); });
    return made.take();
}

} // namespace codexflow
