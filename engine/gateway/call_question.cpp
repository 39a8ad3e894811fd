#include "engine/gateway/call_question.hpp"

#include "engine/gateway/tool.hpp"

#include <codexflow/json.hpp>

#include <filesystem>
#include <utility>

namespace codexflow::gateway {
namespace {

/// A text, or the texts of a list.
std::vector<std::string> texts_of(const json::value value)
{
    std::vector<std::string> texts;
    if (value.is_string())
        texts.emplace_back(value.string());
    for (const json::value one : value.elements())
        if (one.is_string())
            texts.emplace_back(one.string());
    return texts;
}

std::string resolved(const std::string& given, const std::string& workspace)
{
    const std::filesystem::path whole = std::filesystem::path(workspace) / given;
    std::error_code fault;
    const std::filesystem::path found = std::filesystem::weakly_canonical(whole, fault);
    return fault ? whole.lexically_normal().string() : found.string();
}

tool_question about(const tool_caller& who, const tool_spec& tool)
{
    tool_question asked;
    asked.agent = who;
    asked.tool = tool.name;
    asked.effect = to_string(tool.effect);
    return asked;
}

} // namespace

tool_question question_of(const tool_caller& who, const tool_spec& tool, std::string_view arguments,
                          const tool_place& place)
{
    tool_question asked = about(who, tool);
    asked.arguments_json = arguments;
    asked.workspace = place.workspace;
    json::document document;
    if (!document.parse(arguments))
        return asked;
    const json::value given = document.root();
    for (const path_argument& path : tool.paths)
        for (std::string& one : texts_of(given[path.name]))
        {
            std::string absolute = resolved(one, place.workspace);
            asked.paths.push_back({std::move(one), std::move(absolute), path.writes});
        }
    if (!tool.argv.empty() && given[tool.argv].exists())
        asked.argv = texts_of(given[tool.argv]);
    if (!tool.command.empty() && given[tool.command].is_string())
        asked.command = given[tool.command].string();
    return asked;
}

tool_question question_of(const tool_caller& who, const tool_spec& tool)
{
    tool_question asked = about(who, tool);
    asked.any_arguments = true;
    return asked;
}

} // namespace codexflow::gateway
