#include "cli/command_tree.hpp"

// The commands about agents' definitions.
namespace codexflow::cli {

command_spec init_command()
{
    return {"init",
            "Find the agents of this project and write its configuration",
            "Setup",
            {{{"-n", "--dry-run"}, "", "Show what would be written and stop", "Options"},
             {{"-y", "--yes"}, "", "Write without asking", "Options"},
             {{"--json"}, "", "One JSON document on standard output", "Output"},
             {{"-h", "--help"}, "", "Show this help", "Options"}},
            {},
            {{"codex-flow init", "shows what it will write, and asks"},
             {"codex-flow init --dry-run", "only shows"},
             {"codex-flow init --yes", "for scripts"}},
            "codex-flow load"};
}

command_spec convert_command()
{
    return {"convert",
            "Make a bundle of Claude's Markdown agents",
            "Setup",
            {{{"SRC"}, "SRC", "The folder of the Markdown agents; without it .claude/agents", "Arguments"},
             {{"--out"}, "DIR", "Where the bundle goes; without it codex/agents", "Options"},
             {{"-n", "--dry-run"}, "", "Show what would be written and stop", "Options"},
             {{"--json"}, "", "One JSON document on standard output", "Output"},
             {{"-h", "--help"}, "", "Show this help", "Options"}},
            {},
            {{"codex-flow convert", ".claude/agents to codex/agents"},
             {"codex-flow convert --dry-run", "what would be written, and what was assumed"},
             {"codex-flow convert ~/.claude/agents --out agents", "from one folder to another"}},
            "codex-flow load codex/agents"};
}

} // namespace codexflow::cli
