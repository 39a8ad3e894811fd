#include "cli/terminal_approver.hpp"

#include "cli/context.hpp"
#include "cli/question.hpp"
#include "cli/render/style.hpp"
#include "cli/render/text_width.hpp"
#include "cli/terminal_line.hpp"
#include "engine/base/text.hpp"
#include "engine/record/line_writer.hpp"

#include <fmt/format.h>

#include <utility>

namespace codexflow::cli {
namespace {

/// What is shown of one call; what is left out is counted.
constexpr std::size_t most_shown = 4000;

std::string shown(std::string_view text, std::string_view before)
{
    const std::string_view begin = text.substr(0, most_shown);
    std::string lines = std::string(before);
    for (const char c : without_disguise(begin))
        lines += c == '\n' ? '\n' + std::string(before) : std::string(1, c);
    if (begin.size() != text.size())
        lines += fmt::format("\n{}... and {} bytes more", before, text.size() - begin.size());
    return lines + '\n';
}

class terminal_approver final : public gateway::approver
{
public:
    terminal_approver(int in, line_writer& to, bool color) : in_(in), to_(to), color_(color) {}

    boost::asio::awaitable<std::optional<gateway::approval>> ask(const gateway::approval_question& asked,
                                                                 cancel_source& cancel) override
    {
        if (!in_foreground(in_))
            co_return std::nullopt;
        std::string question = question_text(asked, color_);
        for (;;)
        {
            const auto line = co_await ask_at_terminal(in_, to_, std::move(question), cancel);
            if (!line)
                co_return std::nullopt;
            if (const auto answer = read_approval(*line))
                co_return answer;
            question = "please type o, a or n: ";
        }
    }

private:
    const int in_;
    line_writer& to_;
    const bool color_;
};

} // namespace

std::unique_ptr<gateway::approver> make_terminal_approver(const context& where, line_writer& to, bool color)
{
    if (!can_ask(where))
        return nullptr;
    return std::make_unique<terminal_approver>(where.in, to, color);
}

std::string question_text(const gateway::approval_question& asked, bool color)
{
    const task_ref& task = asked.task;
    std::string text = painted("question", tone::heading, color) +
                       fmt::format(": may the agent {} (task {}) call {}?\n", quote(one_line(task.agent_id)),
                                   one_line(task.task_id), quote(one_line(asked.tool)));
    text += shown(asked.subject, "    ");
    const policy_verdict& said = asked.said;
    text += "  asked by the policy " + quote(said.plugin);
    if (!said.rule.empty())
        text += ", rule " + quote(one_line(said.rule));
    if (said.where.known())
        text += " (" + to_string(said.where) + ')';
    if (!said.reason.empty())
        text += ": " + one_line(said.reason);
    text += "\n  o = once, a = always: whatever this rule asks of this agent and tool in this run, n = never\n";
    return text + "[o/a/n] ";
}

std::optional<gateway::approval> read_approval(std::string_view line)
{
    const std::string word = to_lower(trim(line));
    if (word == "o" || word == "once" || word == "y" || word == "yes")
        return gateway::approval::once;
    if (word == "a" || word == "always")
        return gateway::approval::always;
    if (word == "n" || word == "no" || word == "never")
        return gateway::approval::never;
    return std::nullopt;
}

} // namespace codexflow::cli
