#include "plugins/mcp/definition.hpp"

#include "plugins/mcp/canonical_json.hpp"
#include "plugins/mcp/plain_text.hpp"
#include "plugins/mcp/schema_guard.hpp"
#include "plugins/mcp/sha256.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <array>

namespace codexflow::mcp {
namespace {

constexpr std::size_t longest_name = 128; // what MCP recommends at most
constexpr std::size_t shown = 300;        ///< Bytes of each side of a difference.

/// Sorted, as canonical JSON is.
constexpr std::array<std::string_view, 7> pinned{"annotations", "description", "execution", "inputSchema",
                                                 "name",        "outputSchema", "title"};

std::string canonical_definition(json::value from)
{
    std::string text;
    json_writer out(text);
    out.begin_object();
    for (const std::string_view member : pinned)
        if (from[member].exists())
            out.raw_member(member, canonical_json(from[member]));
    out.end_object();
    return text;
}

definition read_tool(json::value from)
{
    definition made;
    made.name = from["name"].string();
    made.title = one_line(from["title"].string(), longest_name);
    made.description = plain_text(from["description"].string(), longest_description);
    made.parameters = from["inputSchema"].raw();
    made.canonical = canonical_definition(from);
    made.digest = "sha256:" + sha256(made.canonical);
    made.read_only = from["annotations"]["readOnlyHint"].as_bool();
    made.idempotent = from["annotations"]["idempotentHint"].as_bool();
    if (made.name.empty() || made.name.size() > longest_name)
        made.unusable = "has no name, or one of more than 128 bytes";
    else if (from["execution"]["taskSupport"].string() == "required")
        made.unusable = "runs only as a task of MCP, which this program does not speak";
    else if (const std::string fault = schema_fault(from["inputSchema"]); !fault.empty())
        made.unusable = "has arguments whose schema " + fault;
    return made;
}

} // namespace

listing read_listing(std::string_view result)
{
    listing made;
    json::document document;
    if (!document.parse(result) || !document.root()["tools"].is_array())
    {
        made.fault = "its list of tools is not as MCP says";
        return made;
    }
    for (const json::value one : document.root()["tools"].elements())
        made.tools.push_back(read_tool(one));
    made.next_cursor = document.root()["nextCursor"].string();
    return made;
}

std::string difference(std::string_view before, std::string_view after)
{
    json::document first;
    json::document second;
    if (!first.parse(before) || !second.parse(after))
        return "all of it";
    std::string text;
    for (const std::string_view name : pinned)
    {
        const json::value was = first.root()[name];
        const json::value is = second.root()[name];
        if (was.exists() == is.exists() && was.raw() == is.raw())
            continue;
        const auto words = [](json::value v) { return v.exists() ? one_line(v.raw(), shown) : "(none)"; };
        text += (text.empty() ? "" : "\n") + std::string(name) + ": " + words(was) + " -> " + words(is);
    }
    return text.empty() ? "nothing that can be shown" : text;
}

} // namespace codexflow::mcp
