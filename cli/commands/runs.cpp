#include "cli/commands/commands.hpp"
#include "cli/render/runs_view.hpp"
#include "cli/setup.hpp"
#include "engine/base/clock.hpp"
#include "engine/record/journal_reader.hpp"
#include "engine/run/pricing.hpp"
#include "engine/workspace/runs_folder.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace codexflow::cli {
namespace {

constexpr const char* runs_path = ".runs";

std::string state_of(const run_history& run, workspace::run_remains::state how)
{
    if (how == workspace::run_remains::state::going_on)
        return "running";
    if (run.events == 0)
        return "damaged";
    return run.end ? run.end->verdict : "interrupted";
}

std::int64_t length_of(const run_history& run)
{
    const auto first = parse_iso_time(run.first_ts), last = parse_iso_time(run.last_ts);
    return first && last ? std::max<std::int64_t>((*last - *first) / 1000, 0) : 0;
}

run_row row_of(const workspace::run_remains& found, const token_pricing& price)
{
    run_row row;
    row.id = found.name;
    const auto run = read_journal(std::filesystem::path(runs_path) / found.name / "journal.jsonl");
    if (!run) // it is there, and that is all that can be said
    {
        row.state = "damaged";
        return row;
    }
    row.started = run->first_ts;
    row.state = state_of(*run, found.how);
    row.tasks = run->tasks.size();
    row.ms = length_of(*run);
    row.faults = run->faults.size() + (run->torn ? 1 : 0);
    for (const task_history& task : run->tasks)
    {
        row.ok += task.how == task_history::state::complete ? 1 : 0;
        row.usage.add(task.usage);
        if (const auto cost = price ? price(task.ref.provider, task.ref.model, task.usage) : std::nullopt)
            row.cost = row.cost.value_or(0) + *cost;
    }
    return row;
}

} // namespace

int list_runs(const runs_options& options, const context& where)
{
    const auto settings = load_settings(options.setup, where);
    if (!settings)
        return where.fail(settings.error());
    const auto folder = workspace::runs_folder::open(runs_path);
    if (!folder)
        return where.fail(folder.error());
    std::vector<workspace::run_remains> found;
    if (*folder)
    {
        auto records = (*folder)->list_records();
        if (!records)
            return where.fail(records.error());
        found = std::move(*records);
    }
    std::reverse(found.begin(), found.end()); // the newest first
    const std::size_t all = found.size();
    found.resize(std::min<std::size_t>(all, options.most));
    const token_pricing price = pricing_of(*settings);
    std::vector<run_row> rows;
    for (const workspace::run_remains& one : found)
        rows.push_back(row_of(one, price));
    if (options.json)
        return where.print(runs_json(rows)) ? 0 : output_lost_exit_code;
    if (rows.empty())
        where.complain(all == 0 ? "there is no run yet: codex-flow run --example\n" : "");
    else if (all > rows.size())
        where.complain(fmt::format("{} older runs are not shown; -n {} shows all\n", all - rows.size(), all));
    const terminal out = look_at(where.out, where.environment, color_choice::automatic);
    return rows.empty() || where.print(runs_text(rows, out.is_tty ? out.size.columns : 0)) ? 0 : output_lost_exit_code;
}

} // namespace codexflow::cli
