#pragma once

#include "cli/render/progress.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace codexflow::cli {

/// The window a frame is made for.
struct frame_window
{
    int columns = 80, rows = 24;
    bool color = false;
};

/** The live part of the screen: one line a running task, the longest running first, and the total.
 *  Pure. No line is wider than the window less one column (terminals differ in what they do in the
 *  last one); there are fewer lines than the window has rows, at least one.
 *  @param now_us Wall clock, for ages. */
std::vector<std::string> frame(const run_progress& run, const frame_window& window, std::int64_t now_us);

} // namespace codexflow::cli
