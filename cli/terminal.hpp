#pragma once

#include <map>
#include <string>

/** @file
 *  What the program may assume of the place its output goes to. The environment is handed in; only
 *  the descriptor itself is asked. */
namespace codexflow::cli {

/// The environment variables, read once in main().
using variables = std::map<std::string, std::string>;

/// `--color`.
enum class color_choice
{
    automatic,
    always,
    never,
};

struct window_size
{
    int columns = 80, rows = 24;
};

struct terminal
{
    int fd = -1;
    bool interactive = false; ///< A terminal that understands cursor movement: a live view may use it.
    bool is_tty = false;
    bool color = false;
    window_size size;
};

/** Looks at @p fd. The first of these that says something decides about colour: `--color`, NO_COLOR,
 *  FORCE_COLOR, TERM=dumb, whether it is a terminal.
 *  The width is the terminal's own, else COLUMNS, else 80. */
terminal look_at(int fd, const variables& environment, color_choice wanted);

/// The size now; @p before when the descriptor cannot tell (it is no terminal, or the system does not know).
window_size current_size(int fd, window_size before) noexcept;

/// True when both descriptors lead to the same file, pipe or terminal: what is written to them must then
/// pass through one writer to stay in order.
bool same_target(int first, int second) noexcept;

} // namespace codexflow::cli
