#include "plugins/cli/prompt_text.hpp"

#include <codexflow/json_writer.hpp>

#include <string_view>

namespace codexflow::cli {
namespace {

std::string_view speaker(std::string_view role)
{
    if (role == "assistant")
        return "Assistant:\n";
    return role == "tool" ? "Result of a tool:\n" : "User:\n";
}

} // namespace

std::string prompt_text(const json::value& request)
{
    std::string text(request["system"].string());
    const json::value messages = request["messages"];
    for (const json::value message : messages.elements())
    {
        if (!text.empty())
            text += "\n\n";
        if (messages.size() != 1)
            text += speaker(message["role"].string());
        text += message["content"].string();
    }
    return text;
}

std::string task_json(const json::value& request)
{
    std::string_view task;
    for (const json::value message : request["messages"].elements())
        if (message["role"].string() == "user")
            task = message["content"].string();
    std::string line;
    json_writer(line)
        .begin_object()
        .member("agentId", request["agent"].string())
        .member("alias", request["alias"].string())
        .member("task", task)
        .end_object();
    line += '\n';
    return line;
}

} // namespace codexflow::cli
