#include "engine/run/prompt.hpp"

#include "engine/base/text.hpp"
#include "engine/registry/agent.hpp"

namespace codexflow {

std::string system_prompt(const agent& who)
{
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

} // namespace codexflow
