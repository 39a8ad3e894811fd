#include "plugins/shell/command.hpp"

#include "plugins/shell/kill_timer.hpp"

#include <algorithm>
#include <cstdint>

namespace codexflow::shell {
namespace {

std::vector<std::string> words_of(const tool_arguments& arguments, const shell_settings& settings)
{
    const bool script = arguments.has("script");
    if (arguments.has("argv") == script)
        throw tool_error(settings.scripts ? "give either argv, a list with the program and its arguments, or script"
                                          : "the argument 'argv' is missing: a list with the program and its "
                                            "arguments, such as [\"git\", \"status\"]");
    if (script && !settings.scripts)
        throw tool_error("scripts are not allowed here: give argv, a list with one program and its arguments; for "
                         "several commands make several calls (the user can allow scripts with the setting "
                         "scripts: true of the tool plugin shell)");
    if (script)
        return {"/bin/sh", "-c", std::string(arguments.text("script"))};
    if (!arguments["argv"].is_array()) // one text would be split by nobody
        throw tool_error("the argument 'argv' must be a list of texts: the program and each of its arguments");
    std::vector<std::string> words;
    for (const std::string_view word : arguments.texts("argv"))
        words.emplace_back(word);
    if (words.empty() || words.front().empty())
        throw tool_error("the argument 'argv' names no program");
    return words;
}

std::chrono::milliseconds limit_of(const tool_arguments& arguments, const shell_settings& settings)
{
    if (!arguments.has("timeout_s"))
        return settings.timeout;
    const auto seconds = arguments["timeout_s"].as_double();
    const double most = static_cast<double>(settings.max_timeout.count()) / 1000;
    if (!seconds || !(*seconds > 0) || *seconds > most)
        throw tool_error("the argument 'timeout_s' must be a number of seconds above 0 and up to " +
                         std::to_string(static_cast<std::int64_t>(most)));
    return std::chrono::milliseconds(std::max<std::int64_t>(1, static_cast<std::int64_t>(*seconds * 1000)));
}

} // namespace

command command_of(const tool_arguments& arguments, const shell_settings& settings)
{
    command made;
    made.argv = words_of(arguments, settings);
    made.input = arguments.text_or("stdin", "");
    made.timeout = limit_of(arguments, settings);
    return made;
}

std::chrono::milliseconds within(std::chrono::milliseconds wanted, std::chrono::milliseconds limit)
{
    if (limit.count() == 0)
        return wanted;
    const auto stopping = std::min(kill_timer::grace + std::chrono::milliseconds(500), limit / 2);
    return std::min(wanted, limit - stopping);
}

} // namespace codexflow::shell
