#include "engine/registry/tool_policy.hpp"

#include <algorithm>

namespace codexflow {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view item)
{
    return std::find(list.begin(), list.end(), item) != list.end();
}

} // namespace

bool tool_policy::allows(std::string_view tool) const
{
    return !contains(restricted, tool) && (!allowed || contains(*allowed, tool));
}

tool_policy stricter(const tool_policy& first, const tool_policy& second)
{
    tool_policy both = first;
    if (!both.allowed)
        both.allowed = second.allowed;
    else if (second.allowed)
        std::erase_if(*both.allowed,
                      [&second](const std::string& tool) { return !contains(*second.allowed, tool); });
    for (const std::string& tool : second.restricted)
        if (!contains(both.restricted, tool))
            both.restricted.push_back(tool);
    return both;
}

} // namespace codexflow
