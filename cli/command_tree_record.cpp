#include "cli/command_tree.hpp"

namespace codexflow::cli {
namespace {

option_spec help() { return {{"-h", "--help"}, "", "Show this help", "Options"}; }
option_spec json_document() { return {{"--json"}, "", "One JSON document on standard output", "Output"}; }

std::vector<option_spec> operator+(std::vector<option_spec> first, const std::vector<option_spec>& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

} // namespace

command_spec metrics_command(const std::vector<option_spec>& configuration)
{
    const std::vector<option_spec> own{
        {{"AGENT"}, "AGENT", "Only this agent, by its id", "Arguments"},
        {{"--since"}, "TIME", "Only runs that ended since: 90m, 7d, 2026-11-25, 2026-11-25T14:30", "Work"},
    };
    const std::vector<option_spec> output{
        json_document(),
        {{"--prometheus"}, "", "The text format of Prometheus", "Output"},
        help(),
    };
    return {"metrics",
            "Show how agents did over all runs: success, time, tokens, cost",
            "Record",
            own + configuration + output,
            {},
            {{"codex-flow metrics", "every agent"},
             {"codex-flow metrics --since 7d code-analyzer", "one of them, in the last week"},
             {"codex-flow metrics --prometheus > codexflow.prom", "for a collector of text files"}},
            "codex-flow show"};
}

} // namespace codexflow::cli
