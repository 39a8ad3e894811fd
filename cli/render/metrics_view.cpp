#include "cli/render/metrics_view.hpp"

#include "cli/render/report.hpp"
#include "cli/render/table.hpp"
#include "engine/bench/bench_table.hpp"
#include "engine/metrics/metrics_json.hpp"

#include <fmt/format.h>

#include <vector>

namespace codexflow::cli {
namespace {

std::string rate_text(const agent_metrics& of)
{
    return of.tasks == of.unjudged ? "-" : fmt::format("{:.0f} %", of.success_rate() * 100);
}

std::string time_text(const histogram& of, unsigned percent)
{
    return of.empty() ? "-" : duration_text(static_cast<std::int64_t>(of.percentile(percent)));
}

std::string failures_text(const agent_metrics& of)
{
    std::string text;
    for (const auto& [code, count] : of.failures)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, code);
    return text.empty() ? "-" : text;
}

} // namespace

std::string metrics_text(const agents_metrics& agents, int columns)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto& [id, of] : agents)
    {
        const std::string average = of.tasks == 0 ? "-" : duration_text(static_cast<std::int64_t>(of.average_ms()));
        rows.push_back({id, count_text(of.tasks), rate_text(of), average, time_text(of.latency, 50),
                        time_text(of.latency, 90), time_text(of.latency, 99), time_text(of.first_chunk, 50),
                        of.counted == 0 ? "-" : count_text(of.input_tokens) + "+" + count_text(of.output_tokens),
                        of.priced == 0 ? "-" : "$" + bench::cost_text(of.cost_usd), count_text(of.retries), failures_text(of)});
    }
    return render_table({"AGENT", "TASKS", "OK", "AVG", "P50", "P90", "P99", "FIRST", "TOKENS", "COST", "RETRIES", "FAILURES"},
                        rows, columns);
}

std::string metrics_json(const agents_metrics& agents)
{
    std::string text;
    json_writer out(text);
    out.begin_object().key("agents").begin_object();
    for (const auto& [id, of] : agents)
    {
        out.key(id).begin_object();
        write_sums(out, of);
        write_derived(out, of);
        out.end_object();
    }
    out.end_object().end_object();
    return text + '\n';
}

} // namespace codexflow::cli
