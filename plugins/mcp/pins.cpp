#include "plugins/mcp/pins.hpp"

#include "plugins/mcp/canonical_json.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <utility>

namespace codexflow::mcp {

std::string pins::read(std::string_view text)
{
    json::document document;
    if (!document.parse(text))
        return "it is not JSON (byte " + std::to_string(document.error().offset) + ": " +
               std::string(document.error().message) + ')';
    const json::value root = document.root();
    if (root["version"].as_int64() != 1 || !root["tools"].is_object())
        return "it is not a file of pinned tools, version 1";
    std::map<std::string, pin> found;
    for (const json::member tool : root["tools"].members())
    {
        const json::value digest = tool.value["digest"];
        if (!digest.string().starts_with("sha256:"))
            return "the tool '" + std::string(tool.name) + "' has no digest";
        found[std::string(tool.name)] = {std::string(digest.string()), canonical_json(tool.value["definition"])};
    }
    known_ = std::move(found);
    return {};
}

std::string pins::text(std::string_view server) const
{
    std::string text = "{\"version\":1,\"server\":";
    append_json_string(text, server);
    text += ",\"tools\":{";
    const char* before = "\n";
    for (const auto& [name, one] : known_)
    {
        text += std::exchange(before, ",\n");
        append_json_string(text, name);
        text += ":{\"digest\":";
        append_json_string(text, one.digest);
        text += ",\"definition\":" + one.canonical + '}';
    }
    return text + "\n}}\n";
}

pin_verdict pins::check(const std::vector<definition>& tools) const
{
    pin_verdict verdict;
    for (const definition& tool : tools)
    {
        const auto found = known_.find(tool.name);
        if (found == known_.end())
            verdict.unknown.push_back(tool.name);
        else if (found->second.digest != tool.digest)
            verdict.changed.push_back({tool.name, difference(found->second.canonical, tool.canonical)});
    }
    return verdict;
}

} // namespace codexflow::mcp
