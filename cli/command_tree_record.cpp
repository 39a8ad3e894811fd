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

option_spec color() { return {{"--color"}, "auto|always|never", "When to use colour", "Output"}; }

constexpr auto many = option_spec::count::many;
constexpr auto required = option_spec::count::required;

} // namespace

command_spec logs_command()
{
    return {"logs",
            "Show what happened, line by line, in all runs or in one",
            "Record",
            {{{"RUN"}, "RUN", "A run, the start of its id, or a task; without it the log of all runs", "Arguments"},
             {{"-f", "--follow"}, "", "Go on as lines come; of a run until it ends", "Work"},
             {{"-n", "--lines"}, "N", "The last N lines (50; of a run, and with --since, all)", "Work"},
             {{"--kind"}, "KIND", "Only events of this kind, as task_error; may be repeated", "Work", many},
             {{"--since"}, "TIME", "Only since: 90m, 7d, 2026-11-25, 2026-11-25T14:30", "Work"},
             {{"--json"}, "", "The lines as they are, one JSON object each", "Output"},
             color(),
             help()},
            {},
            {{"codex-flow logs", "the end of the log of all runs"},
             {"codex-flow logs -f", "and what comes"},
             {"codex-flow logs 20261122T14 --kind task_error", "what failed in one run"},
             {"codex-flow logs reviewer-1", "one task of the newest run that has it, with what its model said"}},
            "codex-flow show"};
}

command_spec runs_command(const std::vector<option_spec>& configuration)
{
    const std::vector<option_spec> own{{{"-n", "--lines"}, "N", "The newest N runs (20)", "Work"}};
    return {"runs",
            "See which runs there are",
            "Record",
            {help()},
            {{"list",
              "List runs, the newest first: state, tasks, time, tokens, cost",
              "Commands",
              own + configuration + std::vector<option_spec>{json_document(), help()},
              {},
              {{"codex-flow runs list -n 5", "the last five"}},
              "codex-flow show RUN"}},
            {{"codex-flow runs list", "the newest first"}},
            "codex-flow runs list"};
}

command_spec doctor_command(const std::vector<option_spec>& setup)
{
    const std::vector<option_spec> own{
        {{"--online"}, "", "Also ask the providers, as providers check --no-chat does", "Work"}};
    return {"doctor",
            "Look for what is wrong with this installation and this project",
            "Setup",
            own + setup + std::vector<option_spec>{json_document(), color(), help()},
            {},
            {{"codex-flow doctor", "runs no plugin, asks no server, changes nothing"},
             {"codex-flow doctor --online", "are the providers there, too?"}},
            "codex-flow run --example"};
}

command_spec diagnostics_command(const std::vector<option_spec>& setup)
{
    const std::vector<option_spec> own{
        {{"FILE"}, "FILE", "The ZIP file to write; it must not be there yet", "Arguments", required},
        {{"--runs"}, "N", "Journals of the newest N runs (3)", "Work"},
    };
    return {"diagnostics",
            "Collect what helps to find a fault into one file, without secrets",
            "Setup",
            own + setup + std::vector<option_spec>{json_document(), help()},
            {},
            {{"codex-flow diagnostics report.zip", "with the journals of three runs"},
             {"codex-flow diagnostics report.zip --runs 0", "without what was asked and said"}},
            "codex-flow doctor"};
}

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
