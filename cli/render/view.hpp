#pragma once

#include "cli/arguments.hpp"
#include "cli/terminal.hpp"
#include "engine/record/event.hpp"

#include <memory>
#include <string>

namespace codexflow {
class clock;
class line_writer;
} // namespace codexflow

namespace codexflow::cli {

/** Where a run is shown, and how much of it. The writers are borrowed and outlive the view; when both
 *  outputs lead to the same place they are the same writer, so that nothing overtakes anything. */
struct view_settings
{
    line_writer* results = nullptr; ///< What the agents said; null: not shown (--json).
    line_writer* progress = nullptr;
    terminal results_on, progress_on;
    volume how_much = volume::normal;
    std::string run_id, journal; ///< For the last words.
    std::string provider;
    bool scripted = false; ///< The answers come from the offline provider's script.
};

/// Lines as things happen: for pipes, files, dumb terminals and --verbose; nothing but results when quiet.
std::unique_ptr<event_listener> make_plain_view(view_settings settings);

/// A live region at the bottom of a terminal, finished tasks scrolling above it.
std::unique_ptr<event_listener> make_live_view(view_settings settings, clock& time);

/// "12 tasks with provider local, at most 4 at once": what is about to happen.
std::string opening_line(const event::plan& what, const view_settings& settings);

/// What stands at the very end: the sums, where the record is, what to type next.
std::string closing_lines(const event::run_complete& what, const view_settings& settings);

} // namespace codexflow::cli
