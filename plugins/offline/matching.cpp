#include "plugins/offline/matching.hpp"

#include "plugins/offline/fragments.hpp"

#include <codexflow/utf8.hpp>

#include <array>
#include <utility>

namespace codexflow::offline {
namespace {

bool found(const std::optional<pattern>& wanted, std::string_view text)
{
    return !wanted || wanted->found_in(text);
}

bool fits(const condition& when, const question& asked)
{
    return (when.agent.empty() || when.agent == asked.agent || when.agent == asked.alias) &&
           (when.model.empty() || when.model == asked.model) && (!when.turn || *when.turn == asked.turn) &&
           (when.text.empty() || asked.text.find(when.text) != std::string::npos) &&
           (!when.agent_regex || found(when.agent_regex, asked.agent) ||
            found(when.agent_regex, asked.alias)) &&
           found(when.text_regex, asked.text);
}

std::string first_line(std::string_view text)
{
    constexpr std::size_t longest = 80;
    text = text.substr(0, text.find('\n'));
    if (text.size() <= longest)
        return std::string(text);
    std::string cut(text.substr(0, utf8::valid_prefix(text.substr(0, longest))));
    return cut += "...";
}

} // namespace

question read_question(const json::value& request)
{
    question asked;
    asked.agent = request["agent"].string();
    asked.alias = request["alias"].string();
    asked.model = request["model"].string();
    asked.task_id = request["task_id"].string();
    asked.words = count_words(request["system"].string());
    bool first = true;
    for (const json::value message : request["messages"].elements())
    {
        const std::string_view role = message["role"].string();
        asked.words += count_words(message["content"].string());
        asked.turn += role == "assistant" ? 1U : 0U;
        if (role == "user" && std::exchange(first, false))
            asked.text = message["content"].string();
    }
    return asked;
}

const rule* find_rule(const script& from, const question& asked)
{
    for (const rule& candidate : from.rules)
    {
        if (fits(candidate.when, asked))
            return &candidate;
    }
    return nullptr;
}

std::string fill_in(std::string_view fragment, const question& asked)
{
    const std::array<std::pair<std::string_view, std::string_view>, 3> names = {{
        {"{{agent}}", asked.agent},
        {"{{alias}}", asked.alias},
        {"{{task}}", {}},
    }};
    std::string out;
    for (;;)
    {
        const std::size_t open = fragment.find("{{");
        out.append(fragment.substr(0, open));
        if (open == std::string_view::npos)
            return out;
        fragment.remove_prefix(open);
        std::size_t used = 2;
        std::string text = "{{";
        for (const auto& [name, value] : names)
        {
            if (!fragment.starts_with(name))
                continue;
            used = name.size();
            text = name == "{{task}}" ? first_line(asked.text) : std::string(value);
        }
        out.append(text);
        fragment.remove_prefix(used);
    }
}

} // namespace codexflow::offline
