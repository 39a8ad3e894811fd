#include "cli/commands/init_report.hpp"

#include "cli/render/notices.hpp"
#include "engine/base/text_diff.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

namespace codexflow::cli {
namespace {

registry_options options_of(const std::vector<found_folder>& found)
{
    registry_options options;
    for (const std::string& path : paths_to_configure(found))
        for (const found_folder& one : found)
            if (one.written == path)
                options.directories.push_back({one.path, true, {}});
    return options;
}

std::size_t count_in(const found_folder& folder)
{
    return registry({{{folder.path, true, {}}}, {}}).totals().definitions;
}

} // namespace

init_report::init_report(const std::vector<found_folder>& found, const std::vector<init_file>& files,
                         const init_options& options)
    : found_(found), files_(files), options_(options), agents_(options_of(found)), totals_(agents_.totals())
{
    for (const found_folder& one : found)
        counts_.push_back(count_in(one));
}

std::string init_report::remarks() const
{
    if (options_.json) // which holds them
        return {};
    std::string text;
    for (const notice& one : agents_.notices())
        text += notice_text(one, false);
    for (const init_file& file : files_)
        if (file.action == init_action::keep)
            text += fmt::format("note: {} is yours and stays as it is; {}. To change that, write there:\n{}",
                                file.shown, file.why, file.after);
    return text;
}

std::string init_report::changes() const
{
    std::string text;
    for (const init_file& file : files_)
        if (file.written())
            text += file.before ? unified_diff(*file.before, file.after, file.shown)
                                : fmt::format("new file {}:\n{}", file.shown, file.after);
    return text;
}

std::string init_report::next() const
{
    const bool wants_bundle = totals_.definitions == 0;
    return wants_bundle ? "next: put agents into codex/agents or .claude/agents, then codex-flow load\n"
                        : "next: codex-flow load, then codex-flow run -f tasks.json --dry-run\n";
}

std::string init_report::summary(bool written) const
{
    std::string text = fmt::format("Agents: {}\n", totals_.definitions);
    for (std::size_t i = 0; i != found_.size(); ++i)
        text += fmt::format("  {} in {}{}\n", counts_[i], found_[i].written,
                            found_[i].converted_from.empty() ? "" : ", converted from " + found_[i].converted_from);
    bool something = false;
    for (const init_file& file : files_)
    {
        const bool told = file.action == init_action::skip;
        something = something || file.written();
        text += fmt::format("{:<9} {}{}\n", to_string(file.action), file.shown, told ? ": " + file.why : "");
    }
    text += !something ? "nothing to do\n" : written ? "" : "nothing was written\n";
    return text + next();
}

std::string init_report::json(bool written) const
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("agents", totals_.definitions).member("ids", totals_.ids);
    out.member("warnings", totals_.warnings).member("errors", totals_.errors);
    out.key("folders").begin_array();
    for (std::size_t i = 0; i != found_.size(); ++i)
    {
        out.begin_object().member("path", found_[i].written).member("definitions", counts_[i]);
        if (!found_[i].converted_from.empty())
            out.member("converted_from", found_[i].converted_from);
        out.end_object();
    }
    out.end_array().key("files").begin_array();
    for (const init_file& file : files_)
    {
        out.begin_object().member("path", file.shown).member("action", to_string(file.action));
        if (!file.why.empty())
            out.member("why", file.why);
        if (file.action == init_action::keep)
            out.member("addition", file.after);
        if (file.written())
            out.member("diff", unified_diff(file.before.value_or(""), file.after, file.shown));
        out.end_object();
    }
    out.end_array().key("notices").begin_array();
    for (const notice& one : agents_.notices())
        write_notice(out, one);
    out.end_array().member("written", written).member("dry_run", options_.dry_run).end_object();
    return text + '\n';
}

} // namespace codexflow::cli
