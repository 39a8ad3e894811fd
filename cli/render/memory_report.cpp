#include "cli/render/memory_report.hpp"

#include "cli/render/report.hpp"
#include "cli/render/table.hpp"
#include "cli/render/text_width.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

namespace codexflow::cli {
namespace {

constexpr std::size_t shown_lines = 8, shown_bytes = 1200;

std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }

/// The beginning of a long text, and how much is left out.
std::string beginning(const std::string& text)
{
    std::size_t end = 0;
    for (std::size_t lines = 0; lines != shown_lines && end < text.size() && end < shown_bytes; ++lines)
        end = std::min(text.find('\n', end), text.size() - 1) + 1;
    end = std::min(end, shown_bytes);
    if (end >= text.size())
        return text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end) + fmt::format("\n... {} bytes more; --full shows them", text.size() - end);
}

std::string indented(const std::string& text)
{
    std::string made;
    for (std::size_t at = 0; at < text.size();)
    {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        made += "  " + text.substr(at, end - at) + '\n';
        at = end + 1;
    }
    return made;
}

std::string by(const std::string& alias, const std::string& agent_id)
{
    const std::string& name = alias.empty() ? agent_id : alias;
    return agent_id.empty() || agent_id == name ? name : name + " (" + agent_id + ")";
}

} // namespace

std::string entry_text(const memories::memory_entry& entry, bool full)
{
    std::string head = entry.ts + "  " + by(entry.alias, entry.agent_id);
    if (entry.ok)
        head += *entry.ok ? "  ok" : "  failed";
    if (!entry.task_id.empty())
        head += "  task " + entry.task_id;
    if (!entry.run_id.empty())
        head += "  run " + entry.run_id;
    if (!entry.name_space.empty() && entry.name_space != "default")
        head += "  namespace " + entry.name_space;
    if (!entry.expires.empty())
        head += "  until " + entry.expires;
    const std::string said = memories::text_of(entry);
    return one_line(head) + '\n' + indented(without_controls(full ? said : beginning(said)));
}

std::string entries_json(const std::vector<memories::memory_entry>& entries, const memories::query_end& end)
{
    std::string text;
    json_writer out(text);
    out.begin_object().key("entries").begin_array();
    for (const memories::memory_entry& one : entries)
        out.raw(memories::entry_json(one));
    out.end_array().member("truncated", end.truncated).member("damaged", end.damaged).end_object();
    return text + '\n';
}

std::string summary_text(const memories::store_summary& all, int columns)
{
    if (all.aliases.empty())
        return "nothing is remembered yet\n";
    std::vector<std::vector<std::string>> rows;
    for (const memories::alias_summary& one : all.aliases)
    {
        std::string agents;
        for (const std::string& id : one.agent_ids)
            agents += (agents.empty() ? "" : ", ") + id;
        rows.push_back({one.alias, or_dash(agents), count_text(one.entries), count_text(one.bytes), or_dash(one.oldest), or_dash(one.newest)});
    }
    return render_table({"ALIAS", "AGENT", "ENTRIES", "BYTES", "OLDEST", "NEWEST"}, rows, columns);
}

std::string summary_json(const std::string& plugin, const memories::store_summary& all,
                         const std::vector<memories::dangling_name>& dangling)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("plugin", plugin).key("aliases").begin_array();
    for (const memories::alias_summary& one : all.aliases)
    {
        out.begin_object().member("alias", one.alias).key("agent_ids").begin_array();
        for (const std::string& id : one.agent_ids)
            out.value(id);
        out.end_array().member("entries", one.entries).member("bytes", one.bytes);
        if (!one.oldest.empty())
            out.member("oldest", one.oldest).member("newest", one.newest);
        out.end_object();
    }
    out.end_array().member("damaged", all.damaged).key("dangling").begin_array();
    for (const memories::dangling_name& one : dangling)
        out.begin_object().member("agent_id", one.agent_id).member("name", one.name).end_object();
    out.end_array().end_object();
    return text + '\n';
}

std::string dangling_text(const std::vector<memories::dangling_name>& dangling)
{
    std::string text;
    const std::string* of = nullptr;
    for (const memories::dangling_name& one : dangling)
    {
        const bool same = of != nullptr && *of == one.agent_id;
        text += same ? ", " + one.name : (text.empty() ? "" : "; ") + one.agent_id + ": " + one.name;
        of = &one.agent_id;
    }
    return text.empty() ? text : "names in share_with that no agent has: " + one_line(text);
}

std::string told_text(const run_history& run, const task_history& task, int columns)
{
    const std::string who = task.ref.task_id + " of run " + run.run_id;
    if (!task.told)
        return one_line(who + (run.context.empty() ? " was told nothing of earlier work: --context was off"
                                                   : " has not begun, or nothing is recorded of what it was told")) +
               '\n';
    if (task.told->empty())
        return one_line(who + " was told nothing of earlier work: there was nothing that it may see") + '\n';
    std::vector<std::vector<std::string>> rows;
    std::uint64_t bytes = 0;
    for (const event::memory::item& one : *task.told)
    {
        bytes += one.bytes;
        rows.push_back({or_dash(one.source_task), or_dash(one.source_run), by(one.alias, one.agent_id), duration_text(one.age_ms),
                        count_text(one.bytes) + (one.cut ? " (cut)" : ""), one.rule});
    }
    return one_line(fmt::format("{} was told of {} of earlier work, {} bytes; context: {}", who,
                                rows.size() == 1 ? "one piece" : fmt::format("{} pieces", rows.size()), bytes, run.context)) +
           "\n\n" + render_table({"SOURCE", "RUN", "BY", "AGE", "BYTES", "RULE"}, rows, columns);
}

std::string told_json(const run_history& run, const task_history& task)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("run_id", run.run_id).member("task_id", task.ref.task_id).member("alias", task.ref.alias);
    out.member("agent_id", task.ref.agent_id).member("context", run.context.empty() ? "off" : run.context);
    out.member("recorded", task.told.has_value()).key("items").begin_array();
    if (task.told)
        for (const event::memory::item& one : *task.told)
        {
            out.begin_object().member("source_task", one.source_task).member("source_run", one.source_run).member("alias", one.alias);
            out.member("agent_id", one.agent_id).member("age_ms", one.age_ms).member("bytes", one.bytes).member("cut", one.cut);
            out.member("rule", one.rule).end_object();
        }
    out.end_array().end_object();
    return text + '\n';
}

} // namespace codexflow::cli
