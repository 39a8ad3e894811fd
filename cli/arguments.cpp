#include "cli/arguments.hpp"

#include "cli/argument_parser.hpp"
#include "cli/argument_values.hpp"
#include "cli/bench_arguments.hpp"
#include "cli/command_spec.hpp"
#include "cli/memory_arguments.hpp"
#include "cli/record_arguments.hpp"
#include "cli/run_arguments.hpp"
#include "engine/base/text.hpp"
#include "engine/config/config.hpp"

#include <tuple>

namespace codexflow::cli {
namespace {

result<command_line> route_from(const parsed_words& words)
{
    const auto fault = [](std::string message) { return usage_error("codex-flow route", std::move(message)); };
    route_options route;
    route.setup = setup_from(words);
    route.text = maybe(words.one("TEXT"));
    route.files = words.all("--files");
    route.test = maybe(words.one("--test"));
    route.lint = words.flag("--lint");
    route.explain = words.flag("--explain");
    route.strict = words.flag("--strict");
    route.json = words.flag("--json");
    route.color = color_from(words);
    const bool work = route.text || !route.files.empty();
    const int kinds = (work ? 1 : 0) + (route.test ? 1 : 0) + (route.lint ? 1 : 0);
    if (kinds == 0)
        return usage_error("codex-flow route", "there is nothing to route",
                           "give a text in quotes, --files FILE..., --test FILE or --lint");
    if (kinds > 1)
        return fault("a text or --files, --test and --lint exclude each other");
    const auto top = number_from(words, "--top", 1);
    if (!top)
        return top.error();
    route.top = *top;
    if (!work && (route.explain || route.top))
        return fault("--explain and --top belong to a text or --files");
    return route;
}

result<command_line> bench_from(const parsed_words& words)
{
    auto bench = read_bench_options(words, setup_from(words));
    if (!bench)
        return bench.error();
    bench->color = color_from(words);
    return std::move(*bench);
}

command_line plugin_from(const parsed_words& words)
{
    using action = plugin_options::action;
    const std::string& part = words.command[1];
    plugin_options plugin;
    plugin.setup = setup_from(words);
    plugin.json = words.flag("--json");
    plugin.what = part == "list" ? action::list : part == "info" ? action::info : action::check;
    if (plugin.what != action::list)
        plugin.subject = *words.one(plugin.what == action::info ? "NAME" : "FILE");
    return plugin;
}

command_line providers_from(const parsed_words& words)
{
    providers_options providers;
    providers.setup = setup_from(words);
    providers.what = words.command[1] == "list" ? providers_options::action::list : providers_options::action::check;
    providers.names = words.all("NAME");
    providers.chat = !words.flag("--no-chat");
    providers.json = words.flag("--json");
    return providers;
}

result<command_line> policy_from(const parsed_words& words)
{
    policy_options policy;
    policy.setup = setup_from(words);
    policy.json = words.flag("--json");
    if (words.command[1] == "test")
    {
        policy.what = policy_options::action::test;
        policy.cases = maybe(words.one("CASES"));
        return policy;
    }
    policy.agent = maybe(words.one("--agent"));
    policy.tool = maybe(words.one("--tool")).value_or(policy.tool);
    policy.arguments = maybe(words.one("--args"));
    policy.words = words.all("COMMAND");
    if (policy.words.empty() == !policy.arguments)
        return usage_error("codex-flow policy check", policy.arguments ? "a command and --args exclude each other" : "there is nothing to check",
                           "give a command behind --, or --tool NAME --args JSON");
    if (!policy.words.empty() && policy.tool != "shell")
        return usage_error("codex-flow policy check", "a command is for the tool shell; give the arguments of another one by --args");
    return policy;
}

result<command_line> memory_from(const parsed_words& words)
{
    auto memory = read_memory_options(words, setup_from(words));
    if (!memory)
        return memory.error();
    for (auto [option, least, into] : {std::tuple{"--limit", 1U, &memory->limit}, {"--max-bytes", 0U, &memory->max_bytes},
                                       {"--max-entries", 0U, &memory->max_entries}})
    {
        const auto number = number_from(words, option, least);
        if (!number)
            return number.error();
        *into = *number;
    }
    return std::move(*memory);
}

command_line config_from(const parsed_words& words)
{
    config_options config;
    config.setup = setup_from(words);
    config.json = words.flag("--json");
    config.origin = words.flag("--origin");
    config.what = words.command[1] == "show" ? config_options::action::show : config_options::action::check;
    return config;
}

command_line convert_from(const parsed_words& words)
{
    convert_options convert;
    convert.source = maybe(words.one("SRC")).value_or(convert.source);
    convert.out = maybe(words.one("--out")).value_or(convert.out);
    convert.dry_run = words.flag("--dry-run");
    convert.json = words.flag("--json");
    return convert;
}

result<command_line> cleanup_from(const parsed_words& words)
{
    cleanup_options cleanup;
    for (auto [option, into] : {std::pair{"--runs-max-per-alias", &cleanup.runs_max_per_alias},
                                std::pair{"--logs-max-bytes", &cleanup.logs_max_bytes},
                                std::pair{"--journals-max", &cleanup.journals_max}})
    {
        const auto number = number_from(words, option, 0);
        if (!number)
            return number.error();
        *into = *number;
    }
    cleanup.dry_run = words.flag("--dry-run");
    cleanup.force = words.flag("--force");
    cleanup.json = words.flag("--json");
    return cleanup;
}

result<command_line> redact_from(const parsed_words& words)
{
    redact_options redact{setup_from(words), words.all("--scan"), words.flag("--in-place"), words.flag("--json")};
    const auto fault = [](std::string message) { return usage_error("codex-flow redact", std::move(message)); };
    const std::string* input = words.one("INPUT");
    if (input != nullptr && *input != "-")
        return fault("only - can be copied; files are named with --scan");
    if ((input == nullptr) == redact.paths.empty())
        return fault(input == nullptr ? "there is nothing to redact: name files with --scan, or - for standard input"
                                      : "- and --scan are two things: choose one");
    if (redact.paths.empty() && (redact.in_place || redact.json))
        return fault(std::string(redact.in_place ? "--in-place" : "--json") + " needs --scan PATH");
    return redact;
}

template <class Options> result<command_line> as_command_line(result<Options> read)
{
    if (!read)
        return read.error();
    return command_line(std::move(*read));
}

/// Follows @p topic down the tree, so that `help rnu` gets an answer too.
result<command_line> help_on(const command_spec& program, const std::vector<std::string>& topic)
{
    const command_spec* at = &program;
    for (const std::string& name : topic)
    {
        const command_spec* next = at->find(name);
        if (next == nullptr)
            return usage_error(program.name, "unknown command " + quote(name),
                               did_you_mean(name, at->command_names()));
        at = next;
    }
    return help_options{topic};
}

} // namespace

result<command_line> parse_arguments(std::span<const std::string> arguments)
{
    const command_spec program = describe_program();
    auto parsed = parse_words(program, arguments);
    if (!parsed)
        return parsed.error();
    const parsed_words& words = *parsed;
    if (words.flag("--help"))
        return help_options{words.command};
    for (const std::string& assignment : words.all("--set"))
        if (const auto read = parse_config_override(assignment); !read)
            return usage_error("codex-flow " + join(words.command, " "), read.error().message,
                               read.error().hint);
    if (words.flag("--version"))
        return version_options{};
    if (words.command.empty())
        return help_options{};

    const std::string& name = words.command.front();
    const command_spec& command = *program.find(name);
    if (!command.commands.empty() && words.command.size() == 1)
        return usage_error("codex-flow " + name, "codex-flow " + name + " needs a command",
                           "one of: " + join(command.command_names(), ", "));
    if (name == "run")
        return as_command_line(read_run_options(words));
    if (name == "route")
        return route_from(words);
    if (name == "bench")
        return bench_from(words);
    if (name == "show")
        return show_options{maybe(words.one("RUN")), words.flag("--json"), color_from(words)};
    if (name == "logs")
        return as_command_line(read_logs_options(words, color_from(words)));
    if (name == "runs")
        return as_command_line(read_runs_options(words, setup_from(words)));
    if (name == "doctor")
        return as_command_line(read_doctor_options(words, setup_from(words), color_from(words)));
    if (name == "diagnostics")
        return as_command_line(read_diagnostics_options(words, setup_from(words)));
    if (name == "metrics")
        return as_command_line(read_metrics_options(words, setup_from(words)));
    if (name == "load")
        return load_options{setup_from(words), maybe(words.one("DIR")), words.flag("--strict"),
                            words.flag("--verbose"), words.flag("--json")};
    if (name == "convert")
        return convert_from(words);
    if (name == "init")
        return init_options{words.flag("--yes"), words.flag("--dry-run"), words.flag("--json")};
    if (name == "cleanup")
        return cleanup_from(words);
    if (name == "redact")
        return redact_from(words);
    if (name == "plugin")
        return plugin_from(words);
    if (name == "providers")
        return providers_from(words);
    if (name == "policy")
        return policy_from(words);
    if (name == "memory")
        return memory_from(words);
    if (name == "config")
        return config_from(words);
    if (name == "completion")
        return completion_options{*words.one("SHELL")};
    return help_on(program, words.all("COMMAND"));
}

} // namespace codexflow::cli
