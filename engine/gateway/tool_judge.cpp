#include "engine/gateway/tool_judge.hpp"

#include "engine/base/text.hpp"
#include "engine/gateway/tool.hpp"

#include <algorithm>

namespace codexflow::gateway {

tool_verdict list_judge::judge(const tool_user& who, const tool_spec& tool, std::string_view, const tool_place&) const
{
    return may_offer(who, tool);
}

tool_verdict list_judge::may_offer(const tool_user& who, const tool_spec& tool) const
{
    tool_verdict made;
    made.policy = "allowlist";
    const std::vector<std::string>& restricted = who.tools.restricted;
    if (std::find(restricted.begin(), restricted.end(), tool.name) != restricted.end())
    {
        made.rule = "restricted";
        made.reason = "the agent " + quote(who.id) + " restricts it";
        made.permit = "take " + quote(tool.name) + " off the agent's restricted tools";
        return made;
    }
    made.rule = who.tools.allowed ? "allowed" : "read-only";
    made.allowed = who.tools.allows(tool.name) && (who.tools.allowed || tool.effect == tool_effect::none);
    if (made.allowed)
        return made;
    made.reason = who.tools.allowed ? "the agent " + quote(who.id) + " does not list it"
                                    : "the agent " + quote(who.id) + " lists no tools, so it may only look";
    made.permit = "add " + quote(tool.name) + " to the agent's tools";
    return made;
}

} // namespace codexflow::gateway
