#include "cli/command_tree.hpp"

namespace codexflow::cli {
namespace {

using options = std::vector<option_spec>;
constexpr auto many = option_spec::count::many;
constexpr auto required = option_spec::count::required;
constexpr auto list = option_spec::count::list;
constexpr auto maybe = option_spec::count::maybe;

options operator+(options first, const options& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

option_spec help() { return {{"-h", "--help"}, "", "Show this help", "Options"}; }
option_spec json_document() { return {{"--json"}, "", "One JSON document on standard output", "Output"}; }
option_spec color() { return {{"--color"}, "auto|always|never", "When to use colour", "Output"}; }
option_spec agents_dir()
{
    return {{"--agents-dir"}, "DIR", "Where the agents are defined", "Configuration"};
}

option_spec no_cache()
{
    return {{"--no-cache"}, "", "Parse all definitions anew, keep nothing", "Configuration"};
}

options configuration()
{
    return {
        {{"--config"}, "FILE", "Configuration to use instead of ./codex-flow.yaml", "Configuration"},
        {{"-c", "--set"},
         "KEY=VALUE",
         "Set one value, as in limits.max_parallel=4; may be repeated",
         "Configuration",
         many},
    };
}

options plugins()
{
    return {
        {{"--plugin"}, "FILE", "Use this plugin; may be repeated", "Plugins", many},
        {{"--plugin-path"}, "DIR", "Look for plugins here first; may be repeated", "Plugins", many},
        {{"--no-plugins"}, "", "Use only plugins that are named by file", "Plugins"},
    };
}

command_spec run_command()
{
    const options own{
        {{"--example"}, "", "The example tasks, with the scripted offline provider", "Work"},
        {{"-f", "--file"}, "FILE", "Tasks to run, JSON or YAML; - is standard input", "Work"},
        {{"--route"}, "TEXT", "Work for the agents whose rules fit it; - is standard input", "Work"},
        {{"--route-files"}, "FILE", "Files, folders or patterns for the agents that fit; - is a list on stdin", "Work", list},
        {{"--changed"}, "REF", "The same for the files that git sees as changed since REF, or HEAD", "Work", maybe},
        {{"--max-files"}, "N", "At most this many of them (200)", "Work"},
        {{"--resume"}, "RUN", "Go on with a run, or with the latest that has not succeeded", "Work", maybe},
        {{"--force"}, "", "Go on although the run is not what it was", "Work"},
        {{"-n", "--dry-run"}, "", "Show what would be done and stop", "Work"},
        {{"--plan"}, "", "Show what would be done and ask before doing it", "Work"},
        {{"-y", "--yes"}, "", "Show what would be done, and do it without asking", "Work"},
        {{"--bundle-files"}, "", "Give models the files that tasks name, as is the default", "Work"},
        {{"--no-bundle-files"}, "", "Do not give models the files that tasks name", "Work"},
        {{"--bundle-max-bytes"}, "N", "At most this much of the files of one task", "Work"},
        {{"--apply-patches"}, "", "Write the files that answers hold, after a look at them", "Work"},
        {{"--scaffold-dir"}, "DIR", "Below this folder (scaffold)", "Work"},
        {{"--apply-dry-run"}, "", "Only show them", "Work"},
        {{"--no-apply-dry-run"}, "", "Write them, as is the default", "Work"},
        {{"--isolation"}, "none|worktree", "A git work tree for each task that may write (none)", "Work"},
        {{"--context"}, "off|own|shared", "Tell tasks of earlier work of their agent, or also of those that share (off)", "Work"},
        {{"--no-memory"}, "", "Remember nothing of this run", "Work"},
        {{"--keep-runs"}, "N", "Task folders that stay: the newest N of an alias, all, failed, none (none)", "Work"},
        {{"--provider"}, "NAME", "Provider to use, by its name in the configuration", "Model"},
        {{"--model"}, "NAME", "Model to use", "Model"},
        {{"--fallback"}, "NAMES", "Providers to ask when that one fails, as in b,c", "Model"},
        {{"--retries"}, "N", "How often a failed model call is repeated", "Model"},
        {{"--no-stream"}, "", "Ask models for whole answers", "Model"},
        {{"--max-parallel"}, "N", "At most this many tasks at once", "Model"},
        {{"--max-turns"}, "N", "At most this many model calls in one task", "Model"},
        {{"--strict-tools"}, "", "Fail a task that asks for a tool it may not use", "Model"},
        {{"--sandbox"}, "MODE", "Confine the programs that tools start: off, auto or require", "Work"},
    };
    const options output{
        {{"--json"}, "", "Only events on standard output, one JSON object a line", "Output"},
        {{"-v", "--verbose"}, "", "Also what is being said as it is said, waits and notices", "Output"},
        {{"-q", "--quiet"}, "", "Only what the agents said, and errors", "Output"},
        color(),
        help(),
    };
    return {
        "run",
        "Run tasks: each by its agent, many at once",
        "Work",
        own + configuration() + options{agents_dir(), no_cache()} + plugins() + output,
        {},
        {{"codex-flow run", "the example tasks"},
         {"codex-flow run -f tasks.json --provider ollama --model llama3.1", "your tasks on a local model"},
         {"generate-tasks | codex-flow run -f - --json", "tasks from a pipe, events to a pipe"},
         {"codex-flow run --route \"create a user endpoint\" --plan", "the agents that fit, after a look at the plan"},
         {"codex-flow run --changed main", "each changed file to the agents that fit it"},
         {"codex-flow run -f tasks.json --plan", "see the plan first, then say yes or no"},
         {"codex-flow run --resume", "go on where the last run was interrupted or failed"},
         {"codex-flow run -f tasks.json -c limits.task_timeout=2m", "with one setting changed"}},
        "codex-flow show"};
}

command_spec route_command()
{
    const options own{
        {{"TEXT"}, "TEXT", "What is to be done; - is standard input", "Arguments"},
        {{"--files"}, "FILE", "Paths to route, existing or not", "Work", list},
        {{"--explain"}, "", "Every rule that was tried, and why it counts or not", "Output"},
        {{"--top"}, "N", "At most this many agents", "Work"},
        {{"--test"}, "FILE", "Check the cases in FILE, one JSON object a line", "Rules"},
        {{"--lint"}, "", "Find rules that are wrong, in vain, or ambiguous", "Rules"},
        {{"--strict"}, "", "Fail when something is wrong with any rule", "Rules"},
    };
    return {"route",
            "Show which agents fit a piece of work, and why",
            "Work",
            own + configuration() + options{agents_dir(), no_cache()} + plugins() +
                options{json_document(), color(), help()},
            {},
            {{"codex-flow route \"create a user endpoint\"", "who would get this?"},
             {"codex-flow route --files src/api/users.ts --explain", "and why, rule by rule"},
             {"codex-flow route --test cases.jsonl", "are the answers still as they should be?"},
             {"codex-flow route --lint", "rules that do nothing, or more than was meant"}},
            "codex-flow run --route \"create a user endpoint\" --plan"};
}

command_spec bench_command()
{
    const options own{
        {{"--prompt"}, "TEXT", "What every provider is asked", "Work"},
        {{"-f", "--file"}, "FILE", "The prompt from a file; - is standard input", "Work"},
        {{"--providers"}, "NAMES", "Whom to ask, as in a,b; without it the default one", "Work"},
        {{"--runs"}, "N", "Calls of each provider that count (3)", "Work"},
        {{"--warmup"}, "N", "Calls of each provider before, which do not (0)", "Work"},
        {{"--max-parallel"}, "N", "Calls at once (1)", "Work"},
        {{"--model"}, "PROVIDER=MODEL", "Another model for one of them; may be repeated", "Model", many},
        {{"--retries"}, "N", "How often a failed call is repeated; 0 shows every failure", "Model"},
        {{"--no-stream"}, "", "Ask for whole answers", "Model"},
    };
    const options output{
        json_document(),
        {{"--markdown"}, "", "The table as Markdown", "Output"},
        {{"--csv"}, "", "A line for each call", "Output"},
        {{"--out"}, "DIR", "Write the three files here instead of data/bench", "Output"},
        {{"--no-output"}, "", "Write no files", "Output"},
        {{"-q", "--quiet"}, "", "No progress on standard error", "Output"},
        color(),
        help(),
    };
    return {"bench",
            "Ask several providers the same and measure them",
            "Work",
            own + configuration() + plugins() + output,
            {},
            {{"codex-flow bench --prompt \"Say hello\" --providers ollama,openai", "two providers, three calls each"},
             {"codex-flow bench -f prompt.txt --providers a,b --runs 20 --warmup 1", "enough calls for a p90"},
             {"codex-flow bench --prompt hi --providers a --retries 0 --json", "every failure seen, for a program"}},
            ""};
}

command_spec show_command()
{
    return {"show",
            "Show what a run did, from its journal",
            "Record",
            {{{"RUN"},
              "RUN",
              "Id of a run, the start of one, or a journal; without it the latest run",
              "Arguments"},
             json_document(),
             color(),
             help()},
            {},
            {{"codex-flow show", "the latest run"},
             {"codex-flow show 20261122T14", "a run by the start of its id"}},
            ""};
}

command_spec load_command()
{
    return {"load",
            "Read the agents and report what is wrong with them",
            "Setup",
            options{{{"DIR"},
                     "DIR",
                     "Where the agents are defined; without it as the configuration says",
                     "Arguments"},
                    {{"--strict"}, "", "Make warnings and unusable triggers errors: exit code 65", "Output"}} +
                configuration() + options{no_cache()} + plugins() +
                options{json_document(),
                        {{"-v", "--verbose"}, "", "Also what was parsed and what was cached", "Output"},
                        help()},
            {},
            {{"codex-flow load", "the agents of this project"},
             {"codex-flow load --strict", "for a build: every warning counts"},
             {"codex-flow load codex/agents --json", "one folder, for a program to read"}},
            "codex-flow run --dry-run"};
}

command_spec plugin_command()
{
    const option_spec name{
        {"NAME"}, "NAME", "A plugin's id, a component's name, or a file", "Arguments", required};
    const option_spec file{{"FILE"}, "FILE", "The plugin", "Arguments", required};
    const options common = configuration() + plugins() + options{json_document(), help()};
    return {"plugin",
            "See which plugins there are, test one",
            "Setup",
            {help()},
            {{"list",
              "List plugins and what they offer; runs none of their code",
              "Commands",
              common,
              {},
              {},
              ""},
             {"info",
              "Show what a plugin says of itself; runs none of its code",
              "Commands",
              options{name} + common,
              {},
              {},
              ""},
             {"check",
              "Load a plugin and test what it promises",
              "Commands",
              {file, json_document(), help()},
              {},
              {},
              ""}},
            {{"codex-flow plugin list", "what a configuration can name"},
             {"codex-flow plugin check build/my-plugin.so", "before it is shipped"}},
            "codex-flow plugin list"};
}

command_spec config_command()
{
    const option_spec origin{{"--origin"}, "", "Also where each value comes from", "Output"};
    const options rest = options{agents_dir()} + plugins() + options{json_document(), help()};
    return {"config",
            "Show or check the configuration",
            "Setup",
            {help()},
            {{"show",
              "Show every value in force",
              "Commands",
              options{origin} + configuration() + rest,
              {},
              {},
              ""},
             {"check",
              "Check the configuration, its providers and their plugins",
              "Commands",
              configuration() + rest,
              {},
              {},
              ""}},
            {{"codex-flow config show --origin", "which file or variable set what"},
             {"codex-flow config check -c providers.default=local", "would this be valid?"}},
            "codex-flow config show --origin"};
}

command_spec completion_command()
{
    return {"completion",
            "Write the completion script of a shell",
            "Shell",
            {{{"SHELL"}, "bash|zsh|fish", "The shell", "Arguments", required}, help()},
            {},
            {{"codex-flow completion bash > ~/.local/share/bash-completion/completions/codex-flow", ""},
             {"codex-flow completion zsh > ~/.zfunc/_codex-flow", ""},
             {"codex-flow completion fish > ~/.config/fish/completions/codex-flow.fish", ""}},
            ""};
}

command_spec help_command()
{
    return {"help",  "Show the help of a command",
            "Shell", {{{"COMMAND"}, "COMMAND", "The command", "Arguments", many}, help()},
            {},      {},
            ""};
}

} // namespace

command_spec describe_program()
{
    return {"codex-flow",
            "Runs teams of LLM agents: many at once, under limits, streamed and recorded.",
            "",
            {help(), {{"-V", "--version"}, "", "Show the version", "Options"}},
            {run_command(), route_command(), bench_command(), show_command(), logs_command(),
             runs_command(configuration()), metrics_command(configuration()), init_command(), load_command(),
             convert_command(), cleanup_command(), redact_command(configuration(), plugins()),
             providers_command_spec(configuration(), plugins()), plugin_command(),
             policy_command_spec(), memory_command_spec(configuration(), plugins()), config_command(),
             doctor_command(configuration() + options{agents_dir()} + plugins()),
             diagnostics_command(configuration() + options{agents_dir()} + plugins()), completion_command(), help_command()},
            {{"codex-flow run --example", "a first run: no key, no model, no network"},
             {"codex-flow run -f tasks.json --provider ollama", "your own tasks on a local model"},
             {"codex-flow run -f tasks.json --dry-run", "what would be done, without doing it"},
             {"codex-flow run -f tasks.json --json | jq .kind", "the run as events, one a line"}},
            "codex-flow run --example"};
}

} // namespace codexflow::cli
