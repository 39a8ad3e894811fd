#include "cli/commands/review_files.hpp"

#include "cli/question.hpp"
#include "cli/render/file_report.hpp"
#include "engine/record/line_writer.hpp"

#include <fmt/format.h>

#include <chrono>

namespace codexflow::cli {
namespace {

/// A terminal that has stopped taking text is not waited for longer.
constexpr std::chrono::seconds terminal_patience{10};

consent review(const file_review& parts, const workspace::file_proposal& what)
{
    const run_options& options = parts.options;
    if (options.how_much != volume::quiet || !options.yes)
        parts.err.append(proposal_text(what, parts.jobs, options.how_much == volume::verbose));
    const std::size_t count = what.to_write();
    if (options.apply_dry_run || count == 0)
        return consent::no;
    if (options.yes)
        return consent::write;
    if (parts.view != nullptr)
        parts.view->on_question();
    parts.out.flush(terminal_patience);
    parts.err.flush(terminal_patience);
    const auto said = ask_or_stop(count == 1 ? "Write this file? [y/N] " : fmt::format("Write these {} files? [y/N] ", count),
                                  parts.where);
    if (!said)
        return consent::interrupted;
    return *said ? consent::write : consent::no;
}

} // namespace

std::function<consent(const workspace::file_proposal&)> reviewer(const file_review& parts)
{
    return [parts](const workspace::file_proposal& what) { return review(parts, what); };
}

result<void> check_review(const run_options& options, const context& where)
{
    if (!options.apply_files || options.apply_dry_run || options.yes || can_ask(where))
        return {};
    return error(errc::invalid_argument, "--apply-patches asks before it writes, and there is no terminal to ask on")
        .with_hint("to write all the same: --yes\nto see the files only: --apply-dry-run");
}

} // namespace codexflow::cli
