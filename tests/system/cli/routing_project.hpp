#pragma once

#include "tests/system/cli/cli_project.hpp"

#include <string>
#include <string_view>

namespace codexflow::test {

/// A project whose agents coder, tester and lead are called up by the router of examples/router-plugin.
struct routing_project : cli_project
{
    routing_project()
    {
        for (const char* id : {"coder", "tester", "lead"})
            add_agent(id, 4);
        use_script("version: 1\nreplies: [ { text: '{{agent}} did it' } ]\n");
        configure("[ { plugin: mentions, coordinator: lead, long: 60 } ]");
    }

    /// @param strategies The list in the configuration.
    void configure(std::string_view strategies) const
    {
        write("codex-flow.yaml",
              "version: 1\nplugins: { paths: [" CODEXFLOW_ROUTER_PLUGIN "] }\n"
              "providers:\n  default: scripted\n  scripted: { plugin: offline, script: script.yaml }\n"
              "router: { strategies: " +
                  std::string(strategies) + " }\n");
    }
};

} // namespace codexflow::test
