#include "engine/gateway/tool_json.hpp"

#include "engine/base/text.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace codexflow::gateway {
namespace {

constexpr std::array<std::string_view, 3> effects{"none", "idempotent", "once"};
constexpr std::array<std::string_view, 8> outcomes{"ok",        "denied", "invalid",   "timeout",
                                                    "truncated", "error",  "cancelled", "indeterminate"};
constexpr std::size_t longest_name = 64; // of OpenAI's and Anthropic's interfaces

/// What both big interfaces take as a name.
bool is_callable(std::string_view name)
{
    return !name.empty() && name.size() <= longest_name && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

error misdeclared(std::string_view tool, const std::string& fault)
{
    return error(errc::plugin_misbehaved, "the tool " + quote(tool) + ' ' + fault)
        .with_hint("report it to the author of the plugin");
}

std::optional<tool_effect> effect_of(std::string_view word)
{
    const auto found = std::find(effects.begin(), effects.end(), word);
    if (found == effects.end())
        return std::nullopt;
    return static_cast<tool_effect>(found - effects.begin());
}

result<tool_spec> read_tool(const json::value from)
{
    tool_spec made;
    made.name = from["name"].string();
    if (!is_callable(made.name))
        return misdeclared(made.name, "has a name that models cannot call: letters, digits, '_' and '-', at most 64");
    made.description = from["description"].string();
    if (!from["parameters"].is_object())
        return misdeclared(made.name, "declares no parameters: they must be a JSON Schema");
    made.parameters = from["parameters"].raw();
    const auto effect = effect_of(from["effect"].string());
    if (!effect)
        return misdeclared(made.name, "declares no effect: none, idempotent or once");
    made.effect = *effect;
    const json::value subjects = from["subjects"];
    for (const json::value one : subjects["paths"].elements())
    {
        if (!one["argument"].is_string())
            return misdeclared(made.name, "declares a path without the argument that holds it");
        made.paths.push_back({std::string(one["argument"].string()), one["access"].string() != "read"});
    }
    made.argv = subjects["argv"].string();
    made.command = subjects["command"].string();
    return made;
}

} // namespace

std::string_view to_string(tool_effect what) noexcept { return effects[static_cast<std::size_t>(what)]; }

std::string_view to_string(tool_outcome how) noexcept { return outcomes[static_cast<std::size_t>(how)]; }

result<std::vector<tool_spec>> read_tools(std::string_view text)
{
    json::document document;
    if (!document.parse(text) || !document.root()["tools"].is_array())
        return error(errc::plugin_misbehaved, "its list of tools is not as its contract says")
            .with_hint("report it to the author of the plugin");
    std::vector<tool_spec> tools;
    for (const json::value one : document.root()["tools"].elements())
    {
        auto made = read_tool(one);
        if (!made)
            return made.error();
        tools.push_back(std::move(*made));
    }
    return tools;
}

std::string write_offer(std::span<const tool_spec* const> tools)
{
    std::string text;
    json_writer out(text);
    out.begin_array();
    for (const tool_spec* one : tools)
    {
        out.begin_object().member("name", one->name).member("description", one->description);
        out.raw_member("parameters", one->parameters).end_object();
    }
    out.end_array();
    return text;
}

std::string write_call(std::string_view tool, std::string_view arguments, std::string_view call_id,
                       const tool_place& place, std::chrono::milliseconds limit)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("tool", tool).raw_member("arguments", arguments);
    out.member("call_id", call_id).member("limit_ms", limit.count()).member("workspace", place.workspace);
    if (!place.scratch.empty())
        out.member("scratch", place.scratch);
    out.key("roots").begin_array();
    for (const tool_root& root : place.roots)
        out.begin_object().member("path", root.path).member("access", root.writes ? "write" : "read").end_object();
    out.end_array().end_object();
    return text;
}

result<tool_result> read_result(std::string_view text)
{
    json::document document;
    if (!document.parse(text) || !document.root()["content"].is_string())
        return error(errc::plugin_misbehaved, "its result is not as its contract says")
            .with_hint("report it to the author of the plugin");
    const json::value root = document.root();
    tool_result made;
    made.content = root["content"].string();
    made.is_error = root["is_error"].as_bool().value_or(false);
    made.truncated = root["truncated"].as_bool().value_or(false);
    return made;
}

} // namespace codexflow::gateway
