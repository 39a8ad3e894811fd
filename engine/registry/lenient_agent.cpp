#include "engine/registry/lenient_agent.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace codexflow {

result<void> name_agent(const definition& given, lenient_fields& fields, const std::string& file, agent& to)
{
    const doc::node* named = fields.find("id");
    if (named == nullptr)
        named = fields.find("name");
    const std::string written = named != nullptr ? named->text : "";
    to.id = is_name(written) ? written : slug(written);
    if (named != nullptr && !written.empty() && to.id != written && fields.has("id"))
        fields.warn(*named, "the id " + quote(written) + " is no name and was read as " + quote(to.id),
                    "use letters, digits, '-', '_' and '.'");
    if (to.id.empty())
        to.id = slug(given.stem);
    to.source = doc::in(file, named != nullptr ? named->where : doc::position{1, 1});
    if (to.id.empty())
        return error(errc::invalid_argument, "neither an id nor a name nor the file's name gives an id",
                     to.source)
            .with_hint("give the agent an id");
    to.name = fields.text("name");
    if (to.name.empty() || to.name == to.id)
        to.name = title_of(to.id);
    to.description = fields.text("description");
    to.domain = fields.text("domain");
    if (to.domain.empty())
        to.domain = given.folder.empty() ? "uncategorized" : given.folder;
    to.tier = "specialist";
    return {};
}

void read_lenient_tools(lenient_fields& fields, tool_policy& to)
{
    for (const std::string_view path : {"tools", "allowed_tools", "capabilities.allowed_tools"})
    {
        if (!fields.has(path))
            continue;
        tool_policy one;
        one.allowed = fields.texts(path);
        if (one.allowed->size() == 1 && one.allowed->front() == "*")
            one.allowed.reset();
        to = stricter(to, one);
    }
    for (const std::string_view path :
         {"restricted_tools", "disallowedTools", "disallowed_tools", "capabilities.restricted_tools"})
    {
        tool_policy one;
        one.restricted = fields.texts(path);
        to = stricter(to, one);
    }
}

void read_lenient_triggers(lenient_fields& fields, agent_triggers& to)
{
    to.keywords = fields.placed_texts("triggers.keywords");
    to.file_patterns = fields.placed_texts("triggers.file_patterns");
    for (text_trigger& pattern : fields.placed_texts("triggers.patterns"))
        to.regex.push_back({std::move(pattern.text), "medium", std::move(pattern.where)});
    for (text_trigger& words : fields.placed_texts("triggers.task_patterns"))
        to.regex.push_back({regex_of_words(words.text), "medium", std::move(words.where)});
}

std::string tier_of_type(std::string_view type)
{
    constexpr std::array coordinators{"architect",   "architecture",  "coordination",
                                      "coordinator", "orchestration", "planning"};
    const std::string word = to_lower(type);
    if (std::find(coordinators.begin(), coordinators.end(), word) != coordinators.end())
        return "coordinator";
    return word == "agent" ? "generalist" : "specialist";
}

} // namespace codexflow
