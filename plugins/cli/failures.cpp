#include "plugins/cli/failures.hpp"

#include <codexflow/server_error.hpp>
#include <codexflow/utf8.hpp>

#include <array>
#include <utility>

namespace codexflow::cli {
namespace {

struct phrase
{
    std::string_view words;
    std::string_view kind;
};

/// In lower case; the first that occurs decides.
constexpr std::array<phrase, 21> phrases{{
    {"rate limit", "rate_limited"},
    {"rate_limit", "rate_limited"},
    {"too many requests", "rate_limited"},
    {"usage limit", "quota"},
    {"credit balance", "quota"},
    {"insufficient_quota", "quota"},
    {"exceeded your current quota", "quota"},
    {"overloaded", "overloaded"},
    {"prompt is too long", "context_overflow"},
    {"context window", "context_overflow"},
    {"context_length_exceeded", "context_overflow"},
    {"invalid api key", "auth"},
    {"incorrect api key", "auth"},
    {"authentication_error", "auth"},
    {"not logged in", "auth"},
    {"/login", "auth"},
    {"unauthorized", "auth"},
    {"oauth token", "auth"},
    {"model_not_found", "model_not_found"},
    {"not_found_error", "model_not_found"},
    {"connection refused", "connect"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> codes{
    {{"429", "rate_limited"}, {"401", "auth"}, {"529", "overloaded"}, {"503", "overloaded"}}};

constexpr std::array<std::pair<int, std::string_view>, 11> signals{{{1, "SIGHUP"},
                                                                    {2, "SIGINT"},
                                                                    {3, "SIGQUIT"},
                                                                    {4, "SIGILL"},
                                                                    {6, "SIGABRT"},
                                                                    {8, "SIGFPE"},
                                                                    {9, "SIGKILL"},
                                                                    {11, "SIGSEGV"},
                                                                    {13, "SIGPIPE"},
                                                                    {15, "SIGTERM"},
                                                                    {31, "SIGSYS"}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether @p code stands alone in @p text, behind a word that says what it is.
bool names_status(const std::string& text, std::string_view code)
{
    for (auto at = text.find(code); at != text.npos; at = text.find(code, at + 1))
    {
        const auto before = text.substr(at < 12 ? 0 : at - 12, at < 12 ? at : 12);
        const bool alone = at + code.size() == text.size() || !is_digit(text[at + code.size()]);
        if (alone && detail::mentions(before, "status", "http", "error", "code"))
            return true;
    }
    return false;
}

std::string ending(int exit_status)
{
    const int number = exit_status - 128;
    if (number <= 0 || number > 64)
        return "ended with exit code " + std::to_string(exit_status);
    std::string text = "was ended by signal " + std::to_string(number);
    for (const auto& [signal, name] : signals)
        if (signal == number)
            (text += " (") += std::string(name) + ')';
    return text;
}

} // namespace

std::string_view kind_of_words(std::string_view words)
{
    const std::string text = detail::lower(words);
    for (const phrase& each : phrases)
        if (text.find(each.words) != text.npos)
            return each.kind;
    for (const auto& [code, kind] : codes)
        if (names_status(text, code))
            return kind;
    return "server";
}

std::string last_words(std::string_view text, std::size_t limit)
{
    if (text.size() > limit)
    {
        text.remove_prefix(text.size() - limit);
        const auto line = text.find('\n');
        if (line != text.npos && line + 1 < text.size())
            text.remove_prefix(line + 1);
        while (!text.empty() && (static_cast<unsigned char>(text.front()) & 0xC0) == 0x80)
            text.remove_prefix(1); // the rest of a character
    }
    std::string line;
    std::string_view gap;
    for (std::size_t at = 0; at < text.size(); ++at)
    {
        const char c = text[at];
        if (c == '\x1b' && at + 1 < text.size() && text[at + 1] == '[') // a colour: up to its letter
        {
            at += 2;
            while (at < text.size() && (text[at] < '@' || text[at] > '~'))
                ++at;
        }
        else if (c == '\n' || c == '\r')
            gap = " | ";
        else if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f')
            gap = gap.empty() ? " " : gap;
        else
        {
            line += line.empty() ? std::string_view() : gap;
            gap = {};
            line += c;
        }
    }
    return utf8::clean(line);
}

failure exit_failure(const std::string& what, int exit_status, const std::string& words)
{
    std::string message = what + ' ' + ending(exit_status);
    message += words.empty() ? " and said nothing on stderr" : ": " + words;
    if (exit_status == 126 || exit_status == 127) // what shells and env say of a program they cannot run
        return failure(CFLOW_E_INVALID, message)
            .kind("invalid_request")
            .hint("check the setting 'command': is everything it runs installed and in a folder of PATH?");
    const std::string_view kind = kind_of_words(words);
    failure made(error_status(kind), message);
    made.kind(kind);
    if (kind == "server")
        made.retryable(false); // it may have changed files; nothing says that the next time will be better
    return made;
}

failure reported_failure(const std::string& what, const std::string& report)
{
    const std::string_view kind = kind_of_words(report);
    failure made(error_status(kind), what + " failed: " + report);
    made.kind(kind);
    if (kind == "server")
        made.retryable(false);
    return made;
}

} // namespace codexflow::cli
