#include "cli/command_tree.hpp"

// The commands about policies.
namespace codexflow::cli {
namespace {

using options = std::vector<option_spec>;

options common()
{
    return {{{"--config"}, "FILE", "Configuration to use instead of ./codex-flow.yaml", "Configuration"},
            {{"-c", "--set"}, "KEY=VALUE", "Set one value, as in limits.max_parallel=4; may be repeated", "Configuration", option_spec::count::many},
            {{"--agents-dir"}, "DIR", "Where the agents are defined", "Configuration"},
            {{"--plugin"}, "FILE", "Use this plugin; may be repeated", "Plugins", option_spec::count::many},
            {{"--plugin-path"}, "DIR", "Look for plugins here first; may be repeated", "Plugins", option_spec::count::many},
            {{"--no-plugins"}, "", "Use only plugins that are named by file", "Plugins"},
            {{"--json"}, "", "One JSON document on standard output", "Output"},
            {{"-h", "--help"}, "", "Show this help", "Options"}};
}

options with_common(options own)
{
    const options rest = common();
    own.insert(own.end(), rest.begin(), rest.end());
    return own;
}

} // namespace

command_spec policy_command_spec()
{
    command_spec check{"check",
                       "Would this tool call be allowed, and why? Exit code 77 if not",
                       "Commands",
                       with_common({{{"COMMAND"}, "COMMAND", "What the shell tool is to run: words, or a script as one word; behind --", "Arguments", option_spec::count::many},
                                    {{"--agent"}, "NAME", "For this agent; without it, for one that lists the tool", "Options"},
                                    {{"--tool"}, "NAME", "A call of this tool instead of shell", "Options"},
                                    {{"--args"}, "JSON", "The arguments of the call, as a JSON object", "Options"}}),
                       {},
                       {},
                       ""};
    command_spec test{"test",
                      "Check the examples of all rules, and the cases of a file",
                      "Commands",
                      with_common({{{"CASES"}, "FILE", "One JSON object a line, with what is expected; - is standard input", "Arguments"}}),
                      {},
                      {},
                      ""};
    return {"policy",
            "Ask the policies about tool calls without making any",
            "Setup",
            {{{"-h", "--help"}, "", "Show this help", "Options"}},
            {std::move(check), std::move(test)},
            {{"codex-flow policy check -- git push", "would a shell command be allowed?"},
             {"codex-flow policy check --agent reviewer --tool write --args '{\"path\":\"a.md\"}'", "may this agent write that file?"},
             {"codex-flow policy test cases.jsonl", "are the answers still as they should be?"}},
            "codex-flow policy check -- git push"};
}

} // namespace codexflow::cli
