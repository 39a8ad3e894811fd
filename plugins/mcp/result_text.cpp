#include "plugins/mcp/result_text.hpp"

#include "plugins/mcp/canonical_json.hpp"
#include "plugins/mcp/plain_text.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <cstddef>
#include <string>

namespace codexflow::mcp {
namespace {

constexpr std::size_t longest_name = 500;
constexpr std::size_t longest_details = std::size_t{64} << 10;

std::string short_text(json::value from) { return one_line(from.string(), longest_name); }

/// How many bytes stand behind a base64 text.
std::size_t decoded_size(std::string_view base64)
{
    std::size_t digits = 0;
    for (const char c : base64)
        digits += c != '=' && c != '\n' && c != '\r' ? 1U : 0U;
    return digits * 3 / 4;
}

/// " (text/plain)", or nothing.
std::string type_of(json::value from)
{
    return from["mimeType"].is_string() ? " (" + short_text(from["mimeType"]) + ')' : "";
}

std::string describe_bytes(std::string_view what, json::value from, json::value bytes)
{
    return '[' + std::string(what) + type_of(from) + ", " + std::to_string(decoded_size(bytes.string())) +
           " bytes, not shown]";
}

std::string describe_link(json::value from)
{
    std::string text = "[link to the resource " + short_text(from["uri"]) + type_of(from);
    if (from["name"].is_string())
        text += ", named " + short_text(from["name"]);
    if (from["description"].is_string())
        text += ": " + short_text(from["description"]);
    return text + ']';
}

std::string describe_resource(json::value from)
{
    const std::string name = "resource " + short_text(from["uri"]);
    if (from["text"].is_string())
        return '[' + name + type_of(from) + "]\n" + std::string(from["text"].string());
    return describe_bytes(name, from, from["blob"]);
}

std::string describe(json::value part)
{
    const std::string_view type = part["type"].string();
    if (type == "text")
        return std::string(part["text"].string());
    if (type == "image" || type == "audio")
        return describe_bytes(type, part, part["data"]);
    if (type == "resource_link")
        return describe_link(part);
    if (type == "resource")
        return describe_resource(part["resource"]);
    return "[content of the kind '" + one_line(type, longest_name) + "', which is not known here]";
}

} // namespace

tool_result result_text(std::string_view who, std::string_view result)
{
    json::document document;
    const bool good = document.parse(result);
    const json::value root = document.root();
    const json::value structured = root["structuredContent"];
    if (!good || (!root["content"].is_array() && !structured.exists()))
        return tool_result::failed("the result of the MCP server " + std::string(who) + " is not as MCP says");
    if (root["resultType"].string() == "input_required")
        return tool_result::failed("the MCP server " + std::string(who) + " wants to ask somebody before it answers");
    tool_result made;
    for (const json::value part : root["content"].elements())
    {
        const std::string text = describe(part);
        made.content += (made.content.empty() || made.content.ends_with('\n') ? "" : "\n") + text;
    }
    if (made.content.empty() && structured.exists())
        made.content = canonical_json(structured);
    if (structured.exists() && structured.raw().size() <= longest_details)
        json_writer(made.details).begin_object().raw_member("structured_content", structured.raw()).end_object();
    made.is_error = root["isError"].as_bool().value_or(false);
    return made;
}

} // namespace codexflow::mcp
