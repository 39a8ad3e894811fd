#include "plugins/rules/rule.hpp"

#include <algorithm>

namespace codexflow::rules {
namespace {

using policing::answer;
using policing::request;
using enum policing::decision;

std::string described(const rule& one)
{
    if (!one.reason.empty())
        return one.reason;
    return "the rule '" + one.name + "' says " + std::string(policing::name_of(one.says));
}

answer from(const rule& one)
{
    answer made(one.says, one.name, described(one));
    made.where = one.where;
    if (one.restricts())
        made.permit = "change or remove the rule '" + one.name + "'";
    return made;
}

/// One rule against one call, in words.
struct finding
{
    bool matched = false;
    std::string why;
};

finding look(const rule& one, const call& what, const request& asked)
{
    if (!one.is_about(asked))
        return {false, "it is about another agent or tool"};
    if (!one.argv.empty() && !what.runs)
        return {false, "the call runs no command"};
    if (one.restricts())
    {
        if (!one.touches(what))
            return {false, "no part of the command begins as it says"};
        if (!one.paths.empty() && !one.covers_paths(what, asked))
            return {false, "no path is one of its paths"};
        return {true, "it matches"};
    }
    if (!one.covers_paths(what, asked))
        return {false, "not every path is one of its paths"};
    if (one.argv.empty())
        return {what.opaque.empty() || !what.runs || one.paths.empty(), "it matches"};
    if (std::none_of(what.parts.begin(), what.parts.end(), [&](const part& each) { return !each.carrier && one.covers(each); }))
        return {false, "no part of the command begins as it says"};
    return {true, "it matches"};
}

/// The allowing rule when every part of the command is allowed by some rule that matched.
const rule* allowing(const std::vector<const rule*>& matched, const call& what)
{
    if (matched.empty())
        return nullptr;
    for (const rule* one : matched)
        if (one->argv.empty())
            return one;
    if (!what.opaque.empty() || what.parts.empty())
        return nullptr;
    const bool all = std::all_of(what.parts.begin(), what.parts.end(), [&](const part& each) {
        return each.carrier || std::any_of(matched.begin(), matched.end(), [&](const rule* one) { return one->covers(each); });
    });
    return all ? matched.front() : nullptr;
}

answer opaque_answer(const rule_set& all, const call& what)
{
    answer made(all.opaque, "opaque", "what it would run cannot be told: " + what.opaque);
    made.permit = "write the command out plainly, or set opaque: ask";
    return made;
}

/// Could any call of the tool be allowed?
answer any_call(const rule_set& all, const request& asked)
{
    answer found;
    for (const rule& one : all.rules)
    {
        if (!one.is_about(asked))
            continue;
        if (one.restricts() && one.argv.empty() && one.paths.empty() && one.says > found.says)
            found = from(one);
        else if (one.says == allow && found.says == pass)
            found = from(one);
    }
    return found;
}

} // namespace

answer judge(const rule_set& all, const request& asked)
{
    if (asked.any_arguments)
        return any_call(all, asked);
    const call what = read_call(asked);
    const rule* strictest = nullptr;
    std::vector<const rule*> allowed;
    std::vector<policing::tried> tried;
    bool watched = false; // some rule forbids parts of what this tool can run
    for (const rule& one : all.rules)
    {
        const finding found = look(one, what, asked);
        if (asked.explain)
            tried.push_back({one.name, one.says, found.matched, found.why, one.where});
        watched = watched || (one.restricts() && one.is_about(asked) && (!one.argv.empty() || !one.paths.empty()));
        if (!found.matched)
            continue;
        if (!one.restricts())
            allowed.push_back(&one);
        else if (strictest == nullptr || one.says > strictest->says)
            strictest = &one;
    }
    answer made;
    if (strictest != nullptr)
        made = from(*strictest);
    if (!what.opaque.empty() && watched && all.opaque > made.says)
        made = opaque_answer(all, what);
    if (made.says == pass)
        if (const rule* one = allowing(allowed, what))
            made = from(*one);
    if (asked.explain && !what.opaque.empty())
        tried.push_back({"opaque", all.opaque, watched, what.opaque, {}});
    made.rules = std::move(tried);
    return made;
}

} // namespace codexflow::rules
