#include "cli/question.hpp"

#include "engine/base/text.hpp"

#include <unistd.h>

#include <cerrno>
#include <string>

namespace codexflow::cli {
namespace {

/// The next line, without its end; nothing when the input ended before there was one.
std::optional<std::string> read_line(int fd)
{
    std::string line;
    for (char c = 0;;)
    {
        const ssize_t n = ::read(fd, &c, 1); // no more than the line: what follows may be for somebody else
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return std::nullopt;
        if (c == '\n')
            return line;
        line += c;
    }
}

} // namespace

bool means_yes(std::string_view line)
{
    const std::string word = to_lower(trim(line));
    return word == "y" || word == "yes";
}

bool in_foreground(int fd)
{
    const pid_t front = ::tcgetpgrp(fd);
    return front == -1 || front == ::getpgrp(); // a terminal that controls no jobs is anybody's
}

bool can_ask(const context& where)
{
    return ::isatty(where.err) == 1 && ::isatty(where.in) == 1 && in_foreground(where.in);
}

std::optional<std::string> ask_for_line(std::string_view question, const context& where)
{
    if (!can_ask(where))
        return std::nullopt;
    where.complain(question);
    auto answer = read_line(where.in);
    if (!answer)
        where.complain("\n");
    return answer;
}

std::optional<bool> ask_yes_or_no(std::string_view question, const context& where)
{
    if (!can_ask(where))
        return std::nullopt;
    const auto answer = ask_for_line(question, where);
    return answer && means_yes(*answer);
}

} // namespace codexflow::cli
