#include "cli/commands/policy_desk.hpp"

#include "engine/base/text.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <utility>

namespace codexflow::cli {
namespace {

namespace fs = std::filesystem;

std::string effect_of(const std::string& tool)
{
    if (tool == "read" || tool == "list" || tool == "glob" || tool == "search")
        return "none";
    return tool == "write" || tool == "edit" ? "idempotent" : "once";
}

result<std::vector<std::string>> texts(const doc::node& from, std::string_view name)
{
    const auto wrong = [&] { return error(errc::invalid_argument, fmt::format("the argument {} is text or a list of texts, not {}", name, doc::describe(from.type))); };
    if (from.is_string())
        return std::vector{from.text};
    if (!from.is_sequence())
        return wrong();
    std::vector<std::string> made;
    for (const doc::node& one : from.items)
    {
        if (!one.is_string())
            return wrong();
        made.push_back(one.text);
    }
    return made;
}

result<void> read_subjects(const doc::node& arguments, tool_question& to)
{
    if (const doc::node* argv = arguments.find("argv"))
    {
        auto read = texts(*argv, "argv");
        if (!read || !argv->is_sequence() || read->empty())
            return error(errc::invalid_argument, "the argument argv is a list of texts that begins with a program");
        to.argv = std::move(*read);
    }
    if (const doc::node* command = arguments.find("command"))
    {
        if (!command->is_string())
            return error(errc::invalid_argument, "the argument command is a text");
        to.command = command->text;
    }
    for (const char* name : {"path", "paths"})
        if (const doc::node* given = arguments.find(name))
        {
            const auto read = texts(*given, name);
            if (!read)
                return read.error();
            for (const std::string& one : *read)
            {
                std::error_code failed;
                const fs::path resolved = fs::weakly_canonical(fs::path(to.workspace) / one, failed);
                to.paths.push_back({one, failed ? (fs::path(to.workspace) / one).lexically_normal().string() : resolved.string(), to.effect != "none"});
            }
        }
    return {};
}

void write_place(json_writer& out, const location& where)
{
    if (where.known())
        out.key("where").begin_object().member("file", where.file).member("line", where.line).member("column", where.column).end_object();
}

void write_verdict(json_writer& out, const policy_verdict& said)
{
    out.member("policy", said.plugin).member("decision", to_string(said.decision)).member("rule", said.rule);
    out.member("reason", said.reason);
    if (!said.permit.empty())
        out.member("permit", said.permit);
    write_place(out, said.where);
}

} // namespace

result<tool_question> question_of(const worded_call& call, registry& agents)
{
    tool_question made;
    made.tool = call.tool;
    made.effect = effect_of(call.tool);
    std::error_code failed;
    made.workspace = fs::current_path(failed).string();
    if (call.agent)
    {
        const auto named = agents.resolve(*call.agent);
        if (!named)
            return named.error();
        const auto found = agents.find(named->agent_id);
        if (!found)
            return found.error();
        made.agent = caller_of(**found, named->alias);
    }
    else
        made.agent = {"anybody", "anybody", {std::vector{call.tool}, {}}};
    if (call.words.size() == 1)
        made.command = call.words.front();
    else if (!call.words.empty())
        made.argv = call.words;
    if (call.arguments)
    {
        made.arguments_json.clear();
        doc::write_json(*call.arguments, made.arguments_json);
        if (const auto read = read_subjects(*call.arguments, made); !read)
            return read.error();
    }
    else if (made.command || made.argv)
    {
        made.arguments_json.clear();
        json_writer out(made.arguments_json);
        out.begin_object();
        if (made.command)
            out.member("command", *made.command);
        else
        {
            out.key("argv").begin_array();
            for (const std::string& one : *made.argv)
                out.value(one);
            out.end_array();
        }
        out.end_object();
    }
    return made;
}

std::string verdict_text(const policy_verdict& said, const std::vector<policy_verdict>& all, std::string_view what)
{
    std::string text = fmt::format("{}: {}\n", said.allows() ? "allowed" : "denied", what);
    if (!said.allows())
        text += fmt::format("because {}\n", said.reason);
    if (!said.allows() && !said.permit.empty())
        text += fmt::format("to permit it: {}\n", said.permit);
    for (const policy_verdict& one : all)
    {
        text += fmt::format("\n{} says {}{}{}\n", one.plugin, to_string(one.decision), one.reason.empty() ? "" : ": ", one.reason);
        for (const policy_tried& each : one.tried)
            text += fmt::format("  {} {:5} {}: {}{}\n", each.matched ? '*' : ' ', to_string(each.says), each.rule, each.why,
                                each.where.known() ? " (" + to_string(each.where) + ")" : "");
    }
    return text;
}

std::string verdict_json(const policy_verdict& said, const std::vector<policy_verdict>& all, const tool_question& asked)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("schema_version", 1).member("allowed", said.allows());
    write_verdict(out, said);
    out.raw_member("request", to_json(asked));
    out.key("policies").begin_array();
    for (const policy_verdict& one : all)
    {
        out.begin_object();
        write_verdict(out, one);
        out.member("broken", one.broken).key("tried").begin_array();
        for (const policy_tried& each : one.tried)
        {
            out.begin_object().member("rule", each.rule).member("decision", to_string(each.says)).member("matched", each.matched);
            out.member("why", each.why);
            write_place(out, each.where);
            out.end_object();
        }
        out.end_array().end_object();
    }
    out.end_array().end_object();
    return text + '\n';
}

} // namespace codexflow::cli
