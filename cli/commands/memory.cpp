#include "cli/commands/commands.hpp"
#include "cli/commands/memory_desk.hpp"
#include "cli/project_agents.hpp"
#include "cli/question.hpp"
#include "cli/render/memory_report.hpp"
#include "cli/run_folder.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace codexflow::cli {
namespace {

int columns_of(const context& where)
{
    const terminal out = look_at(where.out, where.environment, color_choice::automatic);
    return out.is_tty ? out.size.columns : 0;
}

int print(const std::string& text, const context& where) { return where.print(text) ? 0 : output_lost_exit_code; }

/// Names of share_with lists that no agent of the project has.
std::vector<memories::dangling_name> dangling_of(const config& settings, const context& where)
{
    project_agents known(settings, where);
    std::vector<memories::sharing_party> parties;
    for (const auto& who : known.all().agents())
    {
        memories::sharing_party& made = parties.emplace_back();
        made.agent_id = who->id;
        made.share_with = who->memory.share_with;
        for (const auto& [alias, of] : settings.aliases)
            if (of.agent == who->id)
                made.aliases.push_back(alias);
    }
    known.keep();
    return memories::sharing_rules(std::move(parties)).dangling();
}

std::string damage_text(std::uint64_t damaged)
{
    return damaged == 0 ? "" : fmt::format("warning: {} could not be read and {} left where {}\n", damaged == 1 ? "one entry" : fmt::format("{} entries", damaged),
                                           damaged == 1 ? "is" : "are", damaged == 1 ? "it is" : "they are");
}

/// What forgetting would remove.
result<std::uint64_t> count_of(const memories::entry_filter& which, memory_desk& desk, std::set<std::string>& aliases)
{
    std::vector<memories::memory_entry> found;
    memories::entry_query all{which, 100'000, {}};
    const auto end = desk.query(all, found);
    if (!end)
        return end.error();
    for (const memories::memory_entry& one : found)
        aliases.insert(one.alias.empty() ? one.agent_id : one.alias);
    return end->count;
}

} // namespace

int list_memory(const memory_options& options, memory_desk& desk, const context& where)
{
    const auto all = desk.list();
    if (!all)
        return fail_memory(all.error(), where);
    const auto dangling = dangling_of(desk.settings(), where);
    if (options.json)
        return print(summary_json(desk.plugin(), *all, dangling), where);
    where.complain(damage_text(all->damaged));
    const int code = print(summary_text(*all, columns_of(where)), where);
    if (const std::string names = dangling_text(dangling); !names.empty())
        where.complain("note: " + names + '\n');
    return code;
}

int show_memory(const memory_options& options, memory_desk& desk, const context& where)
{
    auto which = filter_of(options, desk.time());
    if (!which)
        return where.fail(which.error());
    const bool one_alias = options.what == memory_options::action::show;
    std::vector<memories::memory_entry> found;
    const memories::entry_query what{*which, options.limit.value_or(one_alias ? 10 : 20), {}};
    const auto end = desk.query(what, found);
    if (!end)
        return fail_memory(end.error(), where);
    if (found.empty() && one_alias)
    {
        const auto all = desk.list();
        std::vector<std::string> names;
        for (const memories::alias_summary& one : all ? all->aliases : std::vector<memories::alias_summary>())
            names.push_back(one.alias);
        if (std::find(names.begin(), names.end(), which->alias) == names.end())
            return where.fail(error(errc::not_found, "nothing is remembered of " + quote(which->alias)).with_hint(did_you_mean(which->alias, names)));
    }
    if (options.json)
        return print(entries_json(found, *end), where);
    where.complain(damage_text(end->damaged));
    std::string text;
    for (const memories::memory_entry& one : found)
        text += (text.empty() ? "" : "\n") + entry_text(one, options.full);
    if (found.empty())
        where.complain("no entry fits\n");
    if (found.size() == what.limit)
        where.complain(fmt::format("only the newest {} are shown; --limit N shows more\n", what.limit));
    return print(text, where);
}

int forget_memory(const memory_options& options, memory_desk& desk, const context& where)
{
    auto which = filter_of(options, desk.time());
    if (!which)
        return where.fail(which.error());
    std::uint64_t gone = 0;
    if (options.dry_run || !options.yes)
    {
        std::set<std::string> aliases;
        const auto count = count_of(*which, desk, aliases);
        if (!count)
            return fail_memory(count.error(), where);
        gone = *count;
        const std::string of = aliases.size() == 1 ? *aliases.begin() : fmt::format("{} aliases", aliases.size());
        const std::string entries = *count == 1 ? "one entry" : fmt::format("{} entries", *count);
        if (!options.dry_run && *count != 0)
        {
            const auto answer = ask_yes_or_no(fmt::format("Forget {} of {} for good? [y/N] ", entries, of), where);
            if (!answer)
                return where.fail(error(errc::invalid_argument, "forget asks first, and there is no terminal to ask on")
                                      .with_hint("to forget all the same: --yes\nto see how many it would be: --dry-run"));
            if (!*answer)
            {
                where.complain("nothing was forgotten\n");
                return 0;
            }
        }
    }
    if (!options.dry_run)
    {
        const auto done = desk.forget(*which);
        if (!done)
            return fail_memory(done.error(), where);
        gone = *done;
    }
    if (!options.json)
        return print(fmt::format("{}: {}\n", options.dry_run ? "would be forgotten" : "forgotten", gone), where);
    std::string text;
    json_writer(text).begin_object().member("dry_run", options.dry_run).member("forgotten", options.dry_run ? 0 : gone).member("found", gone).end_object();
    return print(text + '\n', where);
}

int compact_memory(const memory_options& options, memory_desk& desk, const context& where)
{
    memories::compaction_rule rule{{}, desk.terms().max_bytes, desk.terms().max_entries};
    const auto bound = [](const std::optional<unsigned>& given, std::optional<std::uint64_t>& to) {
        if (given)
            to = *given == 0 ? std::nullopt : std::optional<std::uint64_t>(*given);
    };
    bound(options.max_bytes, rule.max_bytes);
    bound(options.max_entries, rule.max_entries);
    if (options.ttl)
        rule.default_ttl = parse_duration(*options.ttl).value();
    const auto done = desk.compact(rule);
    if (!done)
        return fail_memory(done.error(), where);
    if (!options.json)
        return print(fmt::format("removed {}, kept {}; {} bytes, now {}\n", done->removed, done->kept, done->bytes_before, done->bytes_after), where);
    std::string text;
    json_writer out(text);
    out.begin_object().member("removed", done->removed).member("kept", done->kept);
    out.member("bytes_before", done->bytes_before).member("bytes_after", done->bytes_after).end_object();
    return print(text + '\n', where);
}

int explain_memory(const memory_options& options, const context& where)
{
    const auto file = find_journal(".runs", options.run);
    if (!file)
        return where.fail(file.error());
    const auto run = read_journal(*file);
    if (!run)
        return where.fail(run.error());
    std::vector<std::string> ids;
    for (const task_history& task : run->tasks)
    {
        if (task.ref.task_id == options.task)
            return print(options.json ? told_json(*run, task) : told_text(*run, task, columns_of(where)), where);
        ids.push_back(task.ref.task_id);
    }
    std::string hint = did_you_mean(options.task, ids);
    hint += hint.empty() ? "" : "\n";
    return where.fail(error(errc::not_found, "run " + run->run_id + " has no task " + quote(options.task)).with_hint(hint + "another run: --run RUN"));
}

int memory_command(const memory_options& options, const context& where)
{
    using action = memory_options::action;
    if (options.what == action::why)
        return explain_memory(options, where);
    system_clock time;
    const auto desk = memory_desk::open(options.setup, where, time);
    if (!desk)
        return where.fail(desk.error());
    switch (options.what)
    {
    case action::list: return list_memory(options, **desk, where);
    case action::show:
    case action::query: return show_memory(options, **desk, where);
    case action::forget: return forget_memory(options, **desk, where);
    case action::take_out: return export_memory(options, **desk, where);
    case action::take_in: return import_memory(options, **desk, where);
    default: return compact_memory(options, **desk, where);
    }
}

} // namespace codexflow::cli
