#pragma once

#include "tests/system/run/project.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::test {

/// A project with one agent "worker" (5 at once) and ways to look at what the program says.
struct cli_project : project
{
    cli_project();

    /// Runs `codex-flow ARGUMENTS...` here to its end.
    ending call(std::vector<std::string> arguments) const { return run(program(std::move(arguments))); }
    /// The same with changes to the environment, or a terminal.
    ending call(std::vector<std::string> arguments, const std::function<void(command&)>& change) const;

    /// Makes the offline provider with @p script (a YAML text) the default one.
    void use_script(std::string_view script) const;
    /// Two tasks for the agent "worker".
    void use_tasks() const { write_tasks({{"worker", {"first task", "second task"}}}); }

    /// @p text with this project's folder replaced by "DIR".
    std::string local(std::string text) const;
    /// True if there is no trace of a run.
    bool nothing_started() const { return journals().empty(); }
};

/// Checks that each of @p parts stands in @p text.
void has(const std::string& text, std::initializer_list<std::string_view> parts);

/// Checks exit code and the whole of standard error, and that standard output is empty.
void fails(const ending& end, int status, const std::string& err);

} // namespace codexflow::test
