#pragma once

#include "engine/base/error.hpp"
#include "engine/registry/tool_policy.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace codexflow {

/// A keyword or glob that speaks for an agent, and where it was written. The place is not compared: the
/// same trigger in two files is one.
struct text_trigger
{
    std::string text;
    location where{};

    friend bool operator==(const text_trigger& a, const text_trigger& b) { return a.text == b.text; }
};

/// A pattern on the text of a task that speaks for an agent; checked when it is used, not here.
struct regex_trigger
{
    std::string pattern;
    std::string priority; ///< "high", "medium" or "low"; "medium" if none was written.
    location where{};     ///< Not compared, as in text_trigger.

    friend bool operator==(const regex_trigger& a, const regex_trigger& b)
    {
        return a.pattern == b.pattern && a.priority == b.priority;
    }
};

/// What makes the router think of an agent.
struct agent_triggers
{
    std::vector<text_trigger> keywords;
    std::vector<regex_trigger> regex;
    std::vector<text_trigger> file_patterns; ///< Globs.
};

/// The texts of @p triggers, without their places.
inline std::vector<std::string> texts_of(const std::vector<text_trigger>& triggers)
{
    std::vector<std::string> texts;
    texts.reserve(triggers.size());
    for (const text_trigger& one : triggers)
        texts.push_back(one.text);
    return texts;
}

/// How long an agent's memory lasts and who may see it.
struct agent_memory
{
    std::optional<std::chrono::milliseconds> retention; ///< Nothing: no limit was written.
    bool long_term = false;
    std::vector<std::string> namespaces;
    std::vector<std::string> share_with; ///< Names of agents; some may not exist, which is normal.
    std::vector<std::string> redact;     ///< Field names never written to memory.
};

/// Which files an agent may touch, as globs; enforced where it acts.
struct path_limits
{
    std::vector<std::string> allowed; ///< Empty: nothing was said.
    std::vector<std::string> forbidden;
};

/// Shell text an author attached to the life of a task. Kept, not run by the registry.
struct agent_hooks
{
    std::vector<std::string> pre_task, post_task, failure;
};

/** One agent, whatever schema its file was written in: what every loader produces. Value type; the
 *  registry hands it out as shared_ptr<const agent>. */
struct agent
{
    std::string id; ///< Letters, digits, '-', '_' and '.'; fit for a file name.
    std::string name;
    std::string description, long_description;
    std::string domain, subdomain;
    std::string tier;               ///< "coordinator", "generalist", "specialist" or what was written.
    double autonomy = 0.5;          ///< 0..1
    std::uint32_t max_parallel = 1; ///< Tasks at once, at least 1.
    std::chrono::milliseconds timeout = std::chrono::minutes(10); ///< Of one task, more than 0.
    std::vector<std::string> capabilities;
    std::vector<std::string> responsibilities; ///< Primary ones, then secondary ones.
    agent_triggers triggers;
    std::string prompt;        ///< What its author tells the model about it; empty: made of the fields above.
    std::string task_template; ///< Around a task, which stands for "{{goal}}" in it; empty: the task alone.
    tool_policy tools;
    path_limits paths;
    agent_memory memory;
    agent_hooks hooks;
    std::vector<std::string> prefers;     ///< Agents it likes to hand work to; some may not exist.
    std::vector<std::string> complements; ///< Agents it works well beside.
    location source; ///< The file, and the place of the id in it.
};

} // namespace codexflow
