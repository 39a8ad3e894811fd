#include "engine/registry/agent_merge.hpp"

#include <algorithm>

namespace codexflow {
namespace {

template <class T> void add_missing(std::vector<T>& into, const std::vector<T>& from)
{
    for (const T& item : from)
        if (std::find(into.begin(), into.end(), item) == into.end())
            into.push_back(item);
}

} // namespace

agent merge_agents(agent first, const agent& second)
{
    first.tools = stricter(first.tools, second.tools);
    first.autonomy = std::min(first.autonomy, second.autonomy);
    first.max_parallel = std::min(first.max_parallel, second.max_parallel);
    first.timeout = std::min(first.timeout, second.timeout);
    add_missing(first.triggers.keywords, second.triggers.keywords);
    add_missing(first.triggers.regex, second.triggers.regex);
    add_missing(first.triggers.file_patterns, second.triggers.file_patterns);

    agent_memory& memory = first.memory;
    if (!memory.retention || (second.memory.retention && *second.memory.retention < *memory.retention))
        memory.retention = second.memory.retention;
    memory.long_term = memory.long_term && second.memory.long_term;
    std::erase_if(memory.share_with, [&second](const std::string& name) {
        const auto& other = second.memory.share_with;
        return std::find(other.begin(), other.end(), name) == other.end();
    });
    add_missing(memory.redact, second.memory.redact);
    return first;
}

} // namespace codexflow
