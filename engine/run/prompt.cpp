#include "engine/run/prompt.hpp"

#include "engine/base/text.hpp"
#include "engine/registry/agent.hpp"

namespace codexflow {

std::string system_prompt(const agent& who)
{
    if (!trim(who.prompt).empty())
        return std::string(trim(who.prompt)); // its author's own words
    std::string prompt = "You are " + (who.name.empty() ? who.id : who.name) + '.';
    const auto paragraph = [&prompt](const std::string& text) {
        if (const auto body = trim(text); !body.empty())
            (prompt += "\n\n") += body;
    };
    paragraph(who.description);
    if (trim(who.long_description) != trim(who.description))
        paragraph(who.long_description);
    if (!who.responsibilities.empty())
    {
        prompt += "\n\nYour responsibilities:";
        for (const std::string& one : who.responsibilities)
            (prompt += "\n- ") += trim(one);
    }
    return prompt;
}

std::string task_text(const agent& who, const std::string& task)
{
    constexpr std::string_view place = "{{goal}}";
    std::string text = who.task_template;
    std::size_t at = text.find(place);
    if (at == std::string::npos)
        return task;
    for (; at != std::string::npos; at = text.find(place, at + task.size()))
        text.replace(at, place.size(), task);
    return text;
}

} // namespace codexflow
