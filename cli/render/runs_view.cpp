#include "cli/render/runs_view.hpp"

#include "cli/render/report.hpp"
#include "cli/render/table.hpp"
#include "engine/bench/bench_table.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

namespace codexflow::cli {

std::string runs_text(const std::vector<run_row>& rows, int columns)
{
    std::vector<std::vector<std::string>> cells;
    for (const run_row& one : rows)
    {
        std::string started = one.started.substr(0, 19);
        if (started.size() > 10)
            started[10] = ' ';
        cells.push_back({one.id, started.empty() ? "-" : started, one.state, fmt::format("{}/{}", one.ok, one.tasks),
                         duration_text(one.ms),
                         one.usage.known ? count_text(one.usage.input) + "+" + count_text(one.usage.output) : "-",
                         one.cost ? "$" + bench::cost_text(*one.cost) : "-"});
    }
    return render_table({"RUN", "STARTED (UTC)", "STATE", "OK", "TIME", "TOKENS", "COST"}, cells, columns);
}

std::string runs_json(const std::vector<run_row>& rows)
{
    std::string text;
    json_writer out(text);
    out.begin_object().key("runs").begin_array();
    for (const run_row& one : rows)
    {
        out.begin_object().member("run_id", one.id).member("started", one.started).member("state", one.state);
        out.member("tasks", one.tasks).member("ok", one.ok).member("ms", one.ms);
        if (one.usage.known)
            out.member("input_tokens", one.usage.input).member("output_tokens", one.usage.output);
        if (one.cost)
            out.member("cost_usd", *one.cost);
        out.member("faults", one.faults).end_object();
    }
    out.end_array().end_object();
    return text + '\n';
}

} // namespace codexflow::cli
