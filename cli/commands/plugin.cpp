#include "cli/commands/commands.hpp"
#include "cli/render/table.hpp"
#include "cli/setup.hpp"
#include "engine/base/text.hpp"
#include "engine/config/settings_check.hpp"
#include "engine/plugin/check.hpp"
#include "engine/plugin/inspect.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace codexflow::cli {
namespace {

using plugin::catalog;

int finish(const context& where, const std::string& text, int code = 0)
{
    return where.print(text) ? code : output_lost_exit_code;
}

void write_texts(json_writer& out, std::string_view key, const std::vector<std::string>& texts)
{
    out.key(key).begin_array();
    for (const std::string& text : texts)
        out.value(text);
    out.end_array();
}

std::string list_as_json(const catalog& plugins, const std::vector<std::string>& searched)
{
    std::string text;
    json_writer out(text);
    out.begin_object().key("components").begin_array();
    for (const catalog::entry& entry : plugins.entries())
        for (const auto& part : entry.about.components)
        {
            out.begin_object()
                .member("kind", part.kind)
                .member("name", part.name)
                .member("plugin", entry.about.id);
            out.member("version", entry.about.version).member("file", entry.file.string());
            out.member("used", plugins.find(part.kind, part.name) == &entry).end_object();
        }
    out.end_array().key("refused").begin_array();
    for (const catalog::refusal& one : plugins.refusals())
        out.begin_object().member("file", one.file.string()).member("reason", one.reason).end_object();
    out.end_array().key("shadowed").begin_array();
    for (const catalog::shadowed& one : plugins.shadows())
    {
        out.begin_object()
            .member("kind", one.kind)
            .member("name", one.name)
            .member("file", one.file.string());
        out.member("by", one.by.string()).end_object();
    }
    out.end_array();
    write_texts(out, "searched", searched);
    out.end_object();
    return text + '\n';
}

int list(const plugin_options& options, const catalog& plugins, const std::vector<std::string>& searched,
         const context& where)
{
    if (options.json)
        return finish(where, list_as_json(plugins, searched));
    std::vector<std::vector<std::string>> rows;
    for (const catalog::entry& entry : plugins.entries())
        for (const auto& part : entry.about.components)
            if (plugins.find(part.kind, part.name) == &entry)
                rows.push_back(
                    {part.kind, part.name, entry.about.id, entry.about.version, entry.file.string()});
    std::sort(rows.begin(), rows.end());
    std::string remarks;
    for (const catalog::refusal& one : plugins.refusals())
        remarks += fmt::format("refused: {}: {}\n", one.file.string(), one.reason);
    for (const catalog::shadowed& one : plugins.shadows())
        remarks += fmt::format("shadowed: the {} {} of {}, by {}\n", one.kind, one.name, one.file.string(),
                               one.by.string());
    if (rows.empty())
        remarks +=
            "no plugins found; searched: " + (searched.empty() ? "no folder" : join(searched, ", ")) + '\n';
    where.complain(remarks);
    const terminal out = look_at(where.out, where.environment, color_choice::automatic);
    return finish(where, rows.empty() ? ""
                                      : render_table({"KIND", "NAME", "PLUGIN", "VERSION", "FILE"}, rows,
                                                     out.is_tty ? out.size.columns : 0));
}

/// By file, by a plugin's id or by a component's name, in this order.
result<catalog::entry> find(const std::string& subject, const catalog& plugins)
{
    std::error_code ignored;
    if (std::filesystem::is_regular_file(subject, ignored))
        return plugin::inspect(subject);
    std::vector<std::string> names;
    for (const catalog::entry& entry : plugins.entries())
    {
        if (entry.about.id == subject)
            return entry;
        names.push_back(entry.about.id);
    }
    for (const catalog::entry& entry : plugins.entries())
        for (const auto& part : entry.about.components)
        {
            if (part.name == subject)
                return entry;
            names.push_back(part.name);
        }
    return error(errc::not_found, "no plugin and no component is called " + quote(subject))
        .with_hint(did_you_mean(subject, names));
}

std::string info_as_json(const catalog::entry& entry)
{
    const plugin::manifest& about = entry.about;
    std::string text;
    json_writer out(text);
    out.begin_object()
        .member("id", about.id)
        .member("version", about.version)
        .member("license", about.license);
    out.member("file", entry.file.string()).member("abi_major", about.abi_major);
    out.member("needs_minor", about.needs_minor).member("serial", about.serial);
    write_texts(out, "services", about.services);
    write_texts(out, "secrets", about.secrets);
    write_texts(out, "hosts", about.hosts);
    out.key("components").begin_array();
    for (const auto& part : about.components)
    {
        std::string schema;
        doc::write_json(part.config, schema);
        out.begin_object().member("kind", part.kind).member("name", part.name);
        out.raw_member("config", schema).end_object();
    }
    out.end_array().end_object();
    return text + '\n';
}

std::string word_of(const doc::node& schema, std::string_view key)
{
    std::string text;
    if (const doc::node* value = schema.find(key))
    {
        if (value->is_string())
            return value->text;
        doc::write_json(*value, text);
    }
    return text;
}

std::string settings_table(const doc::node& schema)
{
    const doc::node* properties = schema.find("properties");
    std::vector<std::vector<std::string>> rows;
    if (properties != nullptr)
        for (const doc::member& m : properties->members)
            rows.push_back({"    " + m.key, word_of(m.value, "type"), word_of(m.value, "default"),
                            word_of(m.value, "description")});
    return rows.empty() ? "    no settings are declared\n"
                        : render_table({"    SETTING", "TYPE", "DEFAULT", "MEANING"}, rows, 0);
}

std::string info_as_text(const catalog::entry& entry)
{
    const plugin::manifest& about = entry.about;
    const auto listed = [](const std::vector<std::string>& texts) {
        return texts.empty() ? "none" : join(texts, ", ");
    };
    std::string text = fmt::format(
        "{} {}\n  licence:  {}\n  file:     {}\n  ABI:      {}.{} or later\n  threads:  {}\n  services: {}\n"
        "  secrets:  {}\n  hosts:    {}\n",
        about.id, about.version, about.license.empty() ? "not stated" : about.license, entry.file.string(),
        about.abi_major, about.needs_minor, about.serial ? "one operation at a time" : "any",
        listed(about.services), listed(about.secrets), listed(about.hosts));
    for (const auto& part : about.components)
        text += fmt::format("  {} {}\n", part.kind, part.name) + settings_table(part.config);
    return text;
}

int check(const plugin_options& options, const context& where)
{
    auto steps = plugin::check_file(options.subject);
    if (const auto looked = plugin::inspect(options.subject))
        for (const auto& part : looked->about.components)
            for (const std::string& keyword : unchecked_keywords(part.config))
                where.complain(fmt::format("warning: {} {}: its schema asks for {}, which is not checked\n",
                                           part.kind, part.name, keyword));
    const bool passed = std::all_of(steps.begin(), steps.end(), [](const auto& step) { return step.passed; });
    std::string text;
    if (options.json)
    {
        json_writer out(text);
        out.begin_object().member("file", options.subject).member("ok", passed).key("steps").begin_array();
        for (const auto& step : steps)
        {
            out.begin_object().member("what", step.what).member("ok", step.passed);
            out.member("detail", step.detail).end_object();
        }
        out.end_array().end_object();
        text += '\n';
    }
    else
    {
        for (const auto& step : steps)
            text += fmt::format("{}  {}{}\n", step.passed ? "ok    " : "FAILED", step.what,
                                step.detail.empty() ? "" : ": " + step.detail);
    }
    return finish(where, text, passed ? 0 : exit_code(errc::invalid_argument));
}

} // namespace

int plugin_command(const plugin_options& options, const context& where)
{
    if (options.what == plugin_options::action::check)
        return check(options, where);
    const auto settings = load_settings(options.setup, where);
    if (!settings)
        return where.fail(settings.error());
    const plugin::search_path path = plugin_search_path(options.setup, *settings, where);
    const auto plugins = catalog::scan(path);
    if (!plugins)
        return where.fail(plugins.error());
    if (options.what == plugin_options::action::list)
        return list(options, *plugins, searched_folders(path), where);
    const auto found = find(options.subject, *plugins);
    if (!found)
        return where.fail(found.error());
    return finish(where, options.json ? info_as_json(*found) : info_as_text(*found));
}

} // namespace codexflow::cli
