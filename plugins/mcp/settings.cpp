#include "plugins/mcp/settings.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>

#include <algorithm>
#include <cstdint>

namespace codexflow::mcp {
namespace {

[[noreturn]] void refuse(const std::string& why, std::string_view hint)
{
    throw failure(CFLOW_E_INVALID, why).kind("invalid_request").hint(hint);
}

std::vector<std::string> read_list(json::value from)
{
    std::vector<std::string> list;
    if (from.is_string())
        list.emplace_back(from.string());
    for (const json::value each : from.elements())
        list.emplace_back(each.string());
    return list;
}

std::vector<std::pair<std::string, std::string>> read_fields(json::value from)
{
    std::vector<std::pair<std::string, std::string>> list;
    for (const auto& [name, value] : from.members())
        list.emplace_back(name, value.is_string() ? value.string() : value.raw());
    return list;
}

bool is_name(std::string_view text)
{
    return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

/// A folder as a file URI; what a URI does not take is written in hexadecimal digits.
std::string file_uri(const std::string& folder)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view plain = "/-_.~";
    std::string uri = "file://";
    for (const char c : std::filesystem::absolute(folder).lexically_normal().string())
    {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || plain.find(c) != plain.npos)
            uri += c;
        else
            ((uri += '%') += digits[byte >> 4]) += digits[byte & 0x0F];
    }
    return uri;
}

tool_effect effect_named(std::string_view word)
{
    return word == "none" ? tool_effect::none : word == "idempotent" ? tool_effect::idempotent : tool_effect::once;
}

/// What a value refers to must be listed, or the host would refuse it in the middle of a run.
void check_secrets(const std::vector<std::pair<std::string, std::string>>& fields, const server_settings& of)
{
    constexpr std::string_view opening = "{{secret:";
    for (const auto& [name, value] : fields)
        for (auto at = value.find(opening); at != value.npos; at = value.find(opening, at + 1))
        {
            const auto begin = at + opening.size();
            const std::string secret = value.substr(begin, value.find("}}", begin) - begin);
            if (std::find(of.secrets.begin(), of.secrets.end(), secret) == of.secrets.end())
                refuse("the MCP server '" + of.server + "' uses the secret '" + secret + "' in " + name +
                           ", which 'secrets' does not list",
                       "add secrets: [" + secret + "]");
        }
}

void read_way(json::value root, server_settings& to)
{
    to.url = root["url"].string();
    to.argv = read_list(root["command"]);
    for (std::string& word : read_list(root["args"]))
        to.argv.push_back(std::move(word));
    const bool program = root["command"].exists() && !to.argv.empty() && !to.argv.front().empty();
    if (program == !to.url.empty())
        refuse("the MCP server '" + to.server + "' must have either a command or a url",
               "command: [PROGRAM, ARGUMENTS...] for one on this machine, url: https://... for one elsewhere");
    to.environment = read_fields(root["env"]);
    to.headers = read_fields(root["headers"]);
    to.pass_env = read_list(root["pass_env"]);
    to.directory = root["directory"].string();
    to.secrets = read_list(root["secrets"]);
    check_secrets(to.environment, to);
    check_secrets(to.headers, to);
}

} // namespace

server_settings read_settings(std::string_view json)
{
    json::document document;
    if (!document.parse(json) || !document.root().is_object())
        throw failure(CFLOW_E_INVALID, "the settings of the MCP server are not a JSON object");
    const json::value root = document.root();
    server_settings made;
    made.server = root["server"].string();
    if (!is_name(made.server))
        refuse("an MCP server has no name that can stand in the names of its tools: '" + made.server + "'",
               "server: NAME, of letters, digits, '_' and '-', at most 32");
    read_way(root, made);
    for (const std::string& folder : read_list(root["roots"]))
        made.roots.push_back(file_uri(folder));
    made.only = read_list(root["only"]);
    for (const auto& [name, effect] : root["effects"].members())
        made.effects[std::string(name)] = effect_named(effect.string());
    made.trust_annotations = root["trust_annotations"].as_bool().value_or(false);
    made.pins = root["pins"].is_string() ? std::filesystem::path(root["pins"].string())
                                         : std::filesystem::path("data/mcp") / (made.server + ".json");
    made.pin_new = root["pin_new"].string() != "refuse";
    made.optional = root["optional"].as_bool().value_or(false);
    if (const auto seconds = root["start_timeout"].as_double(); seconds && *seconds > 0)
        made.start_timeout = std::chrono::milliseconds(static_cast<std::int64_t>(*seconds * 1000));
    if (const auto bytes = root["max_message_bytes"].as_uint64())
        made.max_message_bytes = static_cast<std::size_t>(*bytes);
    return made;
}

} // namespace codexflow::mcp
