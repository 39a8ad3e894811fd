#include "engine/gateway/tool_question.hpp"

#include "engine/registry/agent.hpp"
#include "engine/registry/tool_names.hpp"

#include <codexflow/json_writer.hpp>

#include <string_view>

namespace codexflow {
namespace {

void write_list(json_writer& out, std::string_view name, const std::vector<std::string>& list)
{
    out.key(name).begin_array();
    for (const std::string& one : list)
        out.value(one);
    out.end_array();
}

} // namespace

tool_caller caller_of(const agent& definition, const std::string& alias)
{
    return {definition.id, alias.empty() ? definition.id : alias, with_tool_names(definition.tools)};
}

std::string to_json(const tool_question& asked)
{
    std::string text;
    json_writer out(text);
    out.begin_object().key("agent").begin_object().member("id", asked.agent.id).member("alias", asked.agent.alias);
    if (asked.agent.tools.allowed)
        write_list(out, "allowed", *asked.agent.tools.allowed);
    else
        out.member("allowed", nullptr);
    write_list(out, "restricted", asked.agent.tools.restricted);
    out.end_object().member("tool", asked.tool).member("effect", asked.effect);
    out.raw_member("arguments", asked.arguments_json);
    if (asked.argv)
        write_list(out, "argv", *asked.argv);
    if (asked.command)
        out.member("command", *asked.command);
    if (!asked.paths.empty())
    {
        out.key("paths").begin_array();
        for (const tool_path& one : asked.paths)
            out.begin_object()
                .member("path", one.given)
                .member("resolved", one.resolved)
                .member("access", one.writes ? "write" : "read")
                .end_object();
        out.end_array();
    }
    out.member("workspace", asked.workspace);
    if (asked.any_arguments)
        out.member("any_arguments", true);
    if (asked.explain)
        out.member("explain", true);
    out.end_object();
    return text;
}

} // namespace codexflow
