#include "engine/metrics/journal_metrics.hpp"

#include "engine/base/clock.hpp"

namespace codexflow {
namespace {

task_ref ref_of(const json_view& event)
{
    return {std::string(event.text("task_id")), std::string(event.text("alias")), std::string(event.text("agent_id")),
            std::string(event.text("provider")), std::string(event.text("model"))};
}

token_usage usage_of(const json_view& event)
{
    const json_view used = event.member("usage");
    return {used.is_object(), used.count("input_tokens"), used.count("output_tokens")};
}

} // namespace

void journal_measures::on_event(std::string_view kind, const json_view& event, std::string_view)
{
    const auto at = parse_iso_time(event.text("ts"));
    last_us_ = at.value_or(last_us_);
    const std::string_view id = event.text("task_id");
    if (id.empty())
        return;
    if (kind == "chunk")
    {
        if (into_.awaits_first_chunk(id))
            into_.first_chunk(ref_of(event), last_us_);
        return;
    }
    const task_ref task = ref_of(event);
    if (kind == "task_started")
        into_.started(task, last_us_);
    else if (kind == "retry")
        into_.retried(task);
    else if (kind == "failover")
        into_.failed_over(task);
    else if (kind == "tool_end")
        into_.tool_ended(task, event.flag("ok"), event.text("outcome") == "denied");
    else if (kind == "task_complete")
        into_.completed(task, event.number("ms"), usage_of(event), event.text("answered_by"));
    else if (kind == "task_error")
        into_.failed(task, event.number("ms"), usage_of(event), event.member("error").text("code"));
}

result<run_metrics> measure_journal(const std::filesystem::path& file, token_pricing price)
{
    task_measures tasks(std::move(price));
    journal_measures reader(tasks);
    const auto run = read_journal(file, &reader);
    if (!run)
        return run.error();
    if (run->events == 0)
        return error(errc::invalid_argument, "no event in it can be read", location{file.string()});
    return run_metrics{run->run_id, reader.last_us(), tasks.sum()};
}

} // namespace codexflow
