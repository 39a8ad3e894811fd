#include "plugins/cli/settings.hpp"

#include "plugins/cli/words.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>

#include <algorithm>

namespace codexflow::cli {
namespace {

[[noreturn]] void refuse(const std::string& why, std::string_view hint)
{
    throw failure(CFLOW_E_INVALID, why).kind("invalid_request").hint(hint);
}

void read_text(const json::value& from, std::string& to)
{
    if (from.is_string())
        to = from.string();
}

void read_limit(const json::value& seconds, std::chrono::milliseconds& to)
{
    constexpr double longest = 24.0 * 3600;
    if (const auto number = seconds.as_double(); number && *number > 0)
        to = std::chrono::milliseconds(static_cast<std::int64_t>(std::min(*number, longest) * 1000));
}

std::vector<std::string> read_list(const json::value& from)
{
    std::vector<std::string> list;
    for (const json::value each : from.elements())
        if (each.is_string())
            list.emplace_back(each.string());
    return list;
}

/// A script gets its own name as $0, so that a prompt given as an argument is its $1.
void read_script(const json::value& command, provider_settings& to)
{
    if (!command.is_string())
        refuse("with 'shell' the setting 'command' must be one string", "write the whole script as one text");
    const std::string script(command.string());
    to.command = {"/bin/sh", "-c", script, "sh"};
    to.name = script.size() <= 60 ? script : script.substr(0, 57) + "...";
}

void read_command(const json::value& root, provider_settings& to)
{
    const json::value command = root["command"];
    to.shell = root["shell"].as_bool().value_or(false);
    if (to.shell && command.exists())
        return read_script(command, to);
    to.command = command.is_string() ? split_words(command.string()) : read_list(command);
    if (to.command.empty() || to.command.front().empty())
        refuse("the setting 'command' is missing or empty",
               "name the program to run and its arguments: command: [claude, -p]");
    to.name = to.command.front();
}

} // namespace

provider_settings read_settings(std::string_view json)
{
    json::document document;
    if (!document.parse(json) || !document.root().is_object())
        throw failure(CFLOW_E_INVALID, "the settings of the provider are not a JSON object");
    const json::value root = document.root();

    provider_settings result;
    read_command(root, result);
    if (const auto form = root["input"].string(); form == "json")
        result.input = input_form::json;
    else if (form == "argument")
        result.input = input_form::argument;
    if (const auto form = root["output"].string(); form == "claude-stream-json")
        result.output = output_form::claude_stream_json;
    else if (form == "codex-json")
        result.output = output_form::codex_json;
    read_text(root["model"], result.model);
    read_text(root["api_key_env"], result.api_key_env);
    read_text(root["directory"], result.directory);
    result.pass_env = read_list(root["pass_env"]);
    for (const auto& [name, value] : root["environment"].members())
        result.environment.emplace_back(name, value.is_string() ? value.string() : value.raw());
    read_limit(root["first_byte_timeout"], result.first_byte);
    read_limit(root["idle_timeout"], result.idle);
    if (const auto bytes = root["stderr_tail"].as_uint64())
        result.stderr_tail = static_cast<std::size_t>(*bytes);
    return result;
}

} // namespace codexflow::cli
