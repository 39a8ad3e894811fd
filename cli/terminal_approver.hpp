#pragma once

#include "engine/gateway/approval.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace codexflow {
class line_writer;
}

namespace codexflow::cli {

struct context;

/** Asks the person at the terminal about tool calls that a policy leaves to them: the question through
 *  @p to, so that it stands in order with what else is written there; the answer from standard input. What
 *  was typed before the question stood there is no answer to it.
 *  @return null if there is nobody to ask: standard input or standard error is no terminal, or it belongs to
 *          another job of the shell. */
std::unique_ptr<gateway::approver> make_terminal_approver(const context& where, line_writer& to, bool color);

/// The question as it is shown, up to the place where the answer is typed. Pure.
std::string question_text(const gateway::approval_question& asked, bool color);

/// "o", "once", "y", "yes"; "a", "always"; "n", "no", "never"; in any case, blanks around it. Pure.
std::optional<gateway::approval> read_approval(std::string_view line);

} // namespace codexflow::cli
