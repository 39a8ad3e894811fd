#pragma once

#include "tests/plugins/host/boundary_fixture.hpp"
#include "tests/support/temp_dir.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow::test {

/// The plugin "mcp" as it is shipped, with its operation "serve" under way.
class mcp_fixture : public boundary_fixture
{
public:
    mcp_fixture();
    ~mcp_fixture();

    /// Settings of a server that is the scripted program. @p options its arguments.
    std::string program(const std::vector<std::string>& options, const std::string& more = "") const;
    /// Settings of a server at @p url.
    std::string address(const std::string& url, const std::string& more = "") const;

    /// Makes the component and begins "serve". The test goes on although it cannot be made: see refusal.
    void open(const std::string& settings, const secrets& its_secrets = {});
    /// The names of the tools, each with its effect: "mcp__s__echo:once ...". An error's message when it failed.
    std::string list();
    /// The content of a result; one that is an error begins with "error: ", an operation that failed with "failed: ".
    std::string call(const std::string& tool, const std::string& arguments = "{}");
    /// Begins a call under a scope of its own.
    void begin_call(const std::string& tool, const std::string& arguments, cancel_source& scope,
                    std::optional<std::string>& answer);
    /// Runs "close", and awaits the end of "serve".
    void close();

    /// Runs the io_context until @p done, of something outside of it, says so; fails the test after a minute.
    void run_until_seen(const std::function<bool()>& done);

    /// What the scripted server wrote into its log, a line each.
    std::vector<std::string> heard() const;
    std::size_t heard(std::string_view line) const;
    /// Whether some log line of the plugin holds @p part.
    bool logged(std::string_view part) const;

    temp_dir dir;
    std::vector<std::string> log; ///< The plugin's lines.
    std::string refusal;          ///< Why the component could not be made.
    plugin::component_instance* tools = nullptr;

private:
    cancel_source serving_;
    std::optional<plugin::operation_end> served_;
};

} // namespace codexflow::test
