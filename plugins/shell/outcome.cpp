#include "plugins/shell/outcome.hpp"

#include <codexflow/json_writer.hpp>

#include <cstdio>
#include <cstring>

namespace codexflow::shell {
namespace {

constexpr int first_signal = 129;
constexpr int last_signal = 128 + 64;

std::string in_seconds(std::chrono::milliseconds time)
{
    char text[32];
    std::snprintf(text, sizeof text, "%g s", static_cast<double>(time.count()) / 1000);
    return text;
}

/// Empty when there is nothing to say.
std::string ending_in_words(const outcome& how)
{
    if (how.timed_out)
        return "stopped: it had not ended after " + in_seconds(how.timeout);
    if (how.status >= first_signal && how.status <= last_signal)
        return "ended by signal " + std::to_string(how.status - 128) + " (" + ::strsignal(how.status - 128) +
               "), exit code " + std::to_string(how.status);
    return how.status == 0 ? "" : "exit code " + std::to_string(how.status);
}

} // namespace

tool_result answer(const bounded_output& said, const outcome& how)
{
    tool_result made(said.text());
    made.truncated = said.truncated();
    made.is_error = how.timed_out || how.status != 0;
    const std::string ending = ending_in_words(how);
    if (ending.empty() && made.content.empty())
        made.content = "[no output]";
    if (!ending.empty())
    {
        if (!made.content.empty() && made.content.back() != '\n')
            made.content += '\n';
        (made.content += '[') += ending + ']';
    }
    json_writer out(made.details);
    out.begin_object().member("exit_code", how.status).member("timed_out", how.timed_out);
    out.member("output_bytes", said.size()).end_object();
    return made;
}

} // namespace codexflow::shell
