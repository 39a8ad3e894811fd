#include "cli/command_tree.hpp"

namespace codexflow::cli {

command_spec cleanup_command()
{
    return {"cleanup",
            "Remove what old runs left behind",
            "Setup",
            {{{"--runs-max-per-alias"}, "N", "Keep the newest N task folders of every alias (10)", "Limits"},
             {{"--logs-max-bytes"}, "N", "Keep the last N bytes of data/logs/events.jsonl (5242880)", "Limits"},
             {{"--journals-max"}, "N", "Keep the newest N journals; without it all are kept", "Limits"},
             {{"-n", "--dry-run"}, "", "Show what would be removed and stop", "Options"},
             {{"--force"}, "", "Also git worktrees, and journals without an end", "Options"},
             {{"--json"}, "", "One JSON document on standard output", "Output"},
             {{"-h", "--help"}, "", "Show this help", "Options"}},
            {},
            {{"codex-flow cleanup --dry-run", "only shows"},
             {"codex-flow cleanup --runs-max-per-alias 3", "keeps three of every alias"},
             {"codex-flow cleanup --journals-max 50", "the journals of old runs, too"}},
            "codex-flow show"};
}

} // namespace codexflow::cli
