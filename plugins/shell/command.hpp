#pragma once

#include "plugins/shell/settings.hpp"

#include <codexflow/tool_call.hpp>

#include <optional>

namespace codexflow::shell {

/// A call's command, checked.
struct command
{
    std::vector<std::string> argv;
    std::string input;
    std::chrono::milliseconds timeout{0};
};

/** Throws tool_error, which says what to do instead: when there is neither argv nor script or both, when scripts
 *  are not allowed, when the time limit is none or too long. */
command command_of(const tool_arguments& arguments, const shell_settings& settings);

/** The time for a program so that it can be stopped, and its output given, before the host stops waiting:
 *  @p wanted, but less than @p limit by what stopping takes. 0 is no limit. Pure. */
std::chrono::milliseconds within(std::chrono::milliseconds wanted, std::chrono::milliseconds limit);

} // namespace codexflow::shell
