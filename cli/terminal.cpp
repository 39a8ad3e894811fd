#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <string_view>

namespace codexflow::cli {
namespace {

std::string_view value_of(const variables& environment, const char* name)
{
    const auto found = environment.find(name);
    return found == environment.end() ? std::string_view() : std::string_view(found->second);
}

/// A positive number that a window could have, else @p otherwise.
int positive(std::string_view text, int otherwise)
{
    int number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = failure == std::errc() && end == text.data() + text.size();
    return whole && number > 0 && number < 10'000 ? number : otherwise;
}

bool wants_color(const terminal& where, const variables& environment, color_choice wanted, bool dumb)
{
    if (wanted != color_choice::automatic)
        return wanted == color_choice::always;
    if (!value_of(environment, "NO_COLOR").empty())
        return false;
    if (const auto forced = value_of(environment, "FORCE_COLOR"); !forced.empty())
        return forced != "0" && forced != "false";
    return where.is_tty && !dumb;
}

} // namespace

terminal look_at(int fd, const variables& environment, color_choice wanted)
{
    terminal seen;
    seen.fd = fd;
    seen.is_tty = ::isatty(fd) == 1;
    const auto term = value_of(environment, "TERM");
    const bool dumb = term.empty() || term == "dumb";
    seen.interactive = seen.is_tty && !dumb;
    seen.color = wants_color(seen, environment, wanted, dumb);
    seen.size.columns = positive(value_of(environment, "COLUMNS"), seen.size.columns);
    seen.size.rows = positive(value_of(environment, "LINES"), seen.size.rows);
    seen.size = current_size(fd, seen.size);
    return seen;
}

window_size current_size(int fd, window_size before) noexcept
{
    winsize told{};
    if (::ioctl(fd, TIOCGWINSZ, &told) != 0)
        return before;
    if (told.ws_col != 0)
        before.columns = told.ws_col;
    if (told.ws_row != 0)
        before.rows = told.ws_row;
    return before;
}

bool same_target(int first, int second) noexcept
{
    struct stat a
    {
    }, b{};
    return ::fstat(first, &a) == 0 && ::fstat(second, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

} // namespace codexflow::cli
