#include "plugins/mcp/handshake.hpp"

#include "plugins/mcp/plain_text.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <array>

namespace codexflow::mcp {
namespace {

/// Newest first. All of them list and call tools in the same way; what differs is told where it matters.
constexpr std::array<std::string_view, 4> revisions{"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};

constexpr std::size_t longest_name = 100;

} // namespace

std::string greeting(bool with_roots)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("protocolVersion", revisions.front());
    out.key("capabilities").begin_object();
    if (with_roots)
        out.key("roots").begin_object().end_object();
    out.end_object();
    out.key("clientInfo").begin_object().member("name", "codex-flow").member("version", "0.1.0").end_object();
    out.end_object();
    return text;
}

welcome read_welcome(std::string_view result)
{
    welcome made;
    json::document document;
    if (!document.parse(result) || !document.root()["protocolVersion"].is_string())
    {
        made.fault = "its answer to initialize is not as MCP says";
        return made;
    }
    const json::value root = document.root();
    made.revision = root["protocolVersion"].string();
    made.name = one_line(root["serverInfo"]["name"].string(), longest_name);
    made.version = one_line(root["serverInfo"]["version"].string(), longest_name);
    made.has_tools = root["capabilities"]["tools"].is_object();
    if (std::find(revisions.begin(), revisions.end(), made.revision) == revisions.end())
        made.fault = "it speaks the revision '" + one_line(made.revision, longest_name) + "' of MCP, this program " +
                     std::string(revisions.back()) + " to " + std::string(revisions.front());
    return made;
}

} // namespace codexflow::mcp
