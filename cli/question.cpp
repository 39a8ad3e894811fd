#include "cli/question.hpp"

#include "engine/base/text.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>

namespace codexflow::cli {
namespace {

enum class typed : std::uint8_t
{
    line,
    end,        ///< The input ended before there was a line.
    interrupted ///< A signal came that somebody handles.
};

/// The next line, without its end.
typed read_line(int fd, std::string& line)
{
    for (char c = 0;;)
    {
        const ssize_t n = ::read(fd, &c, 1); // no more than the line: what follows may be for somebody else
        if (n < 0 && errno == EINTR)
            return typed::interrupted;
        if (n <= 0)
            return typed::end;
        if (c == '\n')
            return typed::line;
        line += c;
    }
}

} // namespace

bool means_yes(std::string_view line)
{
    const std::string word = to_lower(trim(line));
    return word == "y" || word == "yes";
}

bool can_ask(const context& where) { return ::isatty(where.err) == 1 && ::isatty(where.in) == 1; }

std::optional<bool> ask_or_stop(std::string_view question, const context& where)
{
    where.complain(question);
    std::string line;
    const typed got = read_line(where.in, line);
    if (got != typed::line)
        where.complain("\n");
    if (got == typed::interrupted)
        return std::nullopt;
    return got == typed::line && means_yes(line);
}

std::optional<bool> ask_yes_or_no(std::string_view question, const context& where)
{
    if (!can_ask(where))
        return std::nullopt;
    return ask_or_stop(question, where).value_or(false);
}

} // namespace codexflow::cli
