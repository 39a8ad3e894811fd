#include "cli/log_filter.hpp"

#include "cli/render/log_text.hpp"
#include "engine/base/clock.hpp"

#include <algorithm>

namespace codexflow::cli {
namespace {

/// Both names of a kind mean it.
std::string_view other_name(std::string_view kind)
{
    return kind == "plan"              ? "plan_generated"
           : kind == "plan_generated"  ? "plan"
           : kind == "files_applied"   ? "applied_patches"
           : kind == "applied_patches" ? "files_applied"
                                       : kind;
}

} // namespace

bool log_filter::wants_kind(std::string_view kind) const
{
    return kinds.empty() || std::any_of(kinds.begin(), kinds.end(), [kind](const std::string& one) {
               return one == kind || one == other_name(kind);
           });
}

bool log_filter::is_too_old(const json_view& event) const
{
    if (!since_us)
        return false;
    const auto at = parse_iso_time(event.text("ts"));
    return at && *at < *since_us;
}

bool log_filter::wants(const json_view& event) const
{
    const log_event one(event);
    return (task.empty() || one.task() == task) && wants_kind(one.kind()) && !is_too_old(event);
}

void log_printer::take(std::string_view line)
{
    const auto parsed = parsed_json::parse(line);
    if (!parsed || parsed->root().text("kind").empty())
    {
        unreadable_ += line.empty() ? 0 : 1;
        return;
    }
    on_event(parsed->root().text("kind"), parsed->root(), line);
}

void log_printer::on_event(std::string_view kind, const json_view& event, std::string_view line)
{
    if (!json_ && kind == "chunk")
        return say(event);
    if (!json_)
        end_saying(std::string(log_event(event).task()));
    if (filter_.wants(event))
        out_(json_ ? std::string(line) + '\n' : log_text(log_event(event), color_));
}

void log_printer::say(const json_view& event)
{
    if (event.text("channel") != "text" || !filter_.wants(event))
        return;
    saying& to = said_[std::string(event.text("task_id"))];
    if (to.text.empty())
        to.ts = event.text("ts");
    to.text += event.text("text");
    std::size_t from = 0;
    for (std::size_t end; (end = to.text.find('\n', from)) != to.text.npos; from = end + 1)
        out_(log_text(to.ts, event.text("task_id"), std::string_view(to.text).substr(from, end - from), color_));
    to.text.erase(0, from);
    if (from != 0)
        to.ts = event.text("ts");
}

void log_printer::end_saying(const std::string& task)
{
    const auto found = said_.find(task);
    if (found == said_.end())
        return;
    if (!found->second.text.empty())
        out_(log_text(found->second.ts, task, found->second.text, color_));
    said_.erase(found);
}

void log_printer::finish()
{
    while (!said_.empty())
        end_saying(std::string(said_.begin()->first));
}

} // namespace codexflow::cli
