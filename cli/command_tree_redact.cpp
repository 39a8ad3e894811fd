#include "cli/command_tree.hpp"

namespace codexflow::cli {

command_spec redact_command(const std::vector<option_spec>& configuration, const std::vector<option_spec>& plugins)
{
    std::vector<option_spec> all{
        {{"INPUT"}, "-", "- copies standard input to standard output, without its secrets", "Arguments"},
        {{"--scan"}, "PATH", "Find secrets in these files and folders; exit code 1 if there are any", "Work", option_spec::count::list},
        {{"--in-place"}, "", "Redact them there, too", "Work"},
    };
    all.insert(all.end(), configuration.begin(), configuration.end());
    all.insert(all.end(), plugins.begin(), plugins.end());
    all.push_back({{"--json"}, "", "One JSON document on standard output", "Output"});
    all.push_back({{"-h", "--help"}, "", "Show this help", "Options"});
    return {"redact",
            "Take secrets out of a text, or find them in files",
            "Setup",
            all,
            {},
            {{"some-command 2>&1 | codex-flow redact -", "standard input without its secrets"},
             {"codex-flow redact --scan .runs data", "what is written already"},
             {"codex-flow redact --scan old.log --in-place", "and take them out"}},
            "codex-flow redact --scan .runs data"};
}

} // namespace codexflow::cli
