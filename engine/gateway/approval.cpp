#include "engine/gateway/approval.hpp"

#include <algorithm>
#include <utility>

namespace codexflow::gateway {
namespace {

/// A word as a shell would need it, so that two words never look like three.
std::string shell_word(const std::string& word)
{
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%";
    if (!word.empty() && word.find_first_not_of(plain) == word.npos)
        return word;
    std::string quoted = "'";
    for (const char c : word)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + '\'';
}

} // namespace

std::string_view to_string(approval answer) noexcept
{
    switch (answer)
    {
    case approval::once: return "once";
    case approval::always: return "always";
    default: return "never";
    }
}

std::string subject_of(const tool_question& asked)
{
    std::string text;
    if (asked.argv)
        for (const std::string& word : *asked.argv)
            text += (text.empty() ? "" : " ") + shell_word(word);
    if (asked.command)
        text += (text.empty() ? "" : "\n") + *asked.command;
    for (const tool_path& path : asked.paths)
        text += (text.empty() ? "" : "\n") + std::string(path.writes ? "write " : "read ") + path.resolved;
    if (!asked.argv && !asked.command) // what it writes, say
        text += (text.empty() ? "" : "\n") + asked.arguments_json;
    return text;
}

void standing_answers::keep(const tool_question& asked, const policy_verdict& said, approval answer)
{
    if (answer != approval::once)
        kept_.insert_or_assign(key_of(asked, said), answer);
}

std::optional<approval> standing_answers::find(const tool_question& asked, const policy_verdict& said) const
{
    const auto found = kept_.find(key_of(asked, said));
    return found == kept_.end() ? std::nullopt : std::optional(found->second);
}

standing_answers::key standing_answers::key_of(const tool_question& asked, const policy_verdict& said)
{
    return {asked.agent.id, asked.tool, said.plugin, said.rule, said.rule.empty() ? said.reason : ""};
}

} // namespace codexflow::gateway
