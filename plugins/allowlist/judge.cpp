#include "plugins/allowlist/judge.hpp"

#include <algorithm>

namespace codexflow::allowlist {
namespace {

using policing::answer;
using enum policing::decision;

bool contains(const std::vector<std::string>& list, const std::string& name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

std::string in_words(const std::vector<std::string>& list)
{
    std::string text;
    for (const std::string& one : list)
        text += (text.empty() ? "" : ", ") + one;
    return text.empty() ? "none at all" : text;
}

answer decide(const policing::request& asked)
{
    const policing::agent& who = asked.who;
    if (contains(who.restricted, asked.tool))
    {
        answer no(deny, "restricted", "the definition of agent '" + who.id + "' forbids '" + asked.tool + "'");
        no.permit = "take the tool out of the restricted tools of agent '" + who.id + "'";
        return no;
    }
    if (who.allowed && contains(*who.allowed, asked.tool))
        return {allow, "allowed", "the definition of agent '" + who.id + "' lists '" + asked.tool + "'"};
    if (who.allowed)
    {
        answer no(deny, "allowed", "the definition of agent '" + who.id + "' does not list '" + asked.tool +
                                       "'; it lists " + in_words(*who.allowed));
        no.permit = "add '" + asked.tool + "' to the allowed tools of agent '" + who.id + "'";
        return no;
    }
    if (asked.effect == "none")
        return {allow, "read-only", "the definition of agent '" + who.id + "' lists no tools, and this one changes nothing"};
    answer no(deny, "read-only", "the definition of agent '" + who.id + "' lists no tools, so it gets those that change nothing");
    no.permit = "list '" + asked.tool + "' among the allowed tools of agent '" + who.id + "'";
    return no;
}

} // namespace

answer judge(const policing::request& asked)
{
    answer made = decide(asked);
    if (asked.explain)
        made.rules.push_back({made.rule, made.says, true, made.reason, {}});
    return made;
}

} // namespace codexflow::allowlist
