#pragma once

#include "tests/system/run/project.hpp"
#include "tests/system/run/turn_server.hpp"

#include <string>
#include <utility>
#include <vector>

namespace codexflow::test {

/// One task of an agent that may use the tool `shell`, and the server of its model.
struct acting_task : turn_server
{
    /// @param settings further members of the block of `tools`. @param more further sections of the configuration.
    explicit acting_task(std::vector<calls> turns, const std::string& settings = "", const std::string& more = "")
        : turn_server("openai", std::move(turns))
    {
        here.use_server("openai", url(), "", "tools: [ { plugin: shell" + settings + " } ]\n" + more);
        here.write("codex/agents/worker.codex.yaml",
                   "version: 1\nagent: { id: worker, name: W, description: Works }\n"
                   "capabilities: { detail: { tools: { allowed: [shell] } } }\n");
        here.write_tasks({{"worker", {"go"}}});
    }

    project here;
};

} // namespace codexflow::test
