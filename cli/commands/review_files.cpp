#include "cli/commands/review_files.hpp"

#include "cli/question.hpp"
#include "cli/render/file_report.hpp"
#include "cli/terminal_line.hpp"
#include "engine/record/line_writer.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <utility>

namespace codexflow::cli {
namespace {

/// A terminal that has stopped taking text is not waited for longer.
constexpr std::chrono::seconds terminal_patience{10};

boost::asio::awaitable<consent> review(const file_review& parts, const workspace::file_proposal& what, cancel_source& cancel)
{
    const run_options& options = parts.options;
    if (parts.view != nullptr)
        parts.view->on_question();
    if (options.how_much != volume::quiet || !options.yes)
        parts.err.append(proposal_text(what, parts.jobs, options.how_much == volume::verbose));
    const std::size_t count = what.to_write();
    if (options.apply_dry_run || count == 0)
        co_return consent::no;
    if (options.yes)
        co_return consent::write;
    parts.out.flush(terminal_patience);
    std::string question = count == 1 ? "Write this file? [y/N] " : fmt::format("Write these {} files? [y/N] ", count);
    const auto line = co_await ask_at_terminal(parts.where.in, parts.err, std::move(question), cancel);
    co_return line && means_yes(*line) ? consent::write : consent::no;
}

} // namespace

file_reviewer reviewer(const file_review& parts)
{
    return [parts](const workspace::file_proposal& what, cancel_source& cancel) { return review(parts, what, cancel); };
}

result<void> check_review(const run_options& options, const context& where)
{
    if (!options.apply_files || options.apply_dry_run || options.yes || can_ask(where))
        return {};
    return error(errc::invalid_argument, "--apply-patches asks before it writes, and there is no terminal to ask on")
        .with_hint("to write all the same: --yes\nto see the files only: --apply-dry-run");
}

} // namespace codexflow::cli
