#include "cli/arguments.hpp"

#include "cli/argument_parser.hpp"
#include "cli/bench_arguments.hpp"
#include "cli/command_spec.hpp"
#include "cli/memory_arguments.hpp"
#include "cli/record_arguments.hpp"
#include "engine/base/document_builder.hpp"
#include "engine/base/text.hpp"
#include "engine/config/config.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

namespace codexflow::cli {
namespace {

std::optional<std::string> maybe(const std::string* given)
{
    return given == nullptr ? std::nullopt : std::optional(*given);
}

setup_options setup_from(const parsed_words& words)
{
    setup_options setup;
    setup.config = maybe(words.one("--config"));
    setup.set = words.all("--set");
    setup.plugins = words.all("--plugin");
    setup.plugin_paths = words.all("--plugin-path");
    setup.no_plugins = words.flag("--no-plugins");
    setup.agents_dir = maybe(words.one("--agents-dir"));
    setup.no_cache = words.flag("--no-cache");
    setup.provider = maybe(words.one("--provider"));
    setup.model = maybe(words.one("--model"));
    setup.fallback = maybe(words.one("--fallback"));
    setup.sandbox = maybe(words.one("--sandbox"));
    setup.no_memory = words.flag("--no-memory");
    setup.context = maybe(words.one("--context"));
    return setup;
}

color_choice color_from(const parsed_words& words)
{
    const std::string* word = words.one("--color");
    if (word == nullptr || *word == "auto")
        return color_choice::automatic;
    return *word == "always" ? color_choice::always : color_choice::never;
}

/// The whole number of an option; nothing when it was not given. Errors: it is none, or too small.
result<std::optional<unsigned>> number_from(const parsed_words& words, const std::string& option, unsigned least)
{
    const std::string* text = words.one(option);
    if (text == nullptr)
        return std::optional<unsigned>();
    unsigned number = 0;
    const char* end = text->data() + text->size();
    const auto [stop, failure] = std::from_chars(text->data(), end, number);
    if (failure != std::errc() || stop != end || number < least)
        return usage_error("codex-flow " + join(words.command, " "), option + " needs a whole number from " +
                                                                         std::to_string(least) + ", not " + quote(*text));
    return std::optional(number);
}

result<routed_work> routed_from(const parsed_words& words)
{
    const auto fault = [](std::string message) { return usage_error("codex-flow run", std::move(message)); };
    routed_work work;
    work.text = maybe(words.one("--route"));
    work.files = words.all("--route-files");
    work.changed = maybe(words.one("--changed"));
    const auto most = number_from(words, "--max-files", 1);
    if (!most)
        return most.error();
    if (*most && work.files.empty() && !work.changed)
        return fault("--max-files belongs to --route-files and --changed");
    work.max_files = most->value_or(work.max_files);
    const auto stdin_files = std::count(work.files.begin(), work.files.end(), "-");
    if (stdin_files + (work.text == "-" ? 1 : 0) > 1)
        return fault("standard input can be read only once");
    return work;
}

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

/// What becomes of the files in answers.
result<void> read_file_options(const parsed_words& words, run_options& run)
{
    run.apply_files = words.flag("--apply-patches");
    run.apply_dry_run = words.flag("--apply-dry-run");
    run.apply_to = maybe(words.one("--scaffold-dir")).value_or(run.apply_to);
    if (run.apply_dry_run && words.flag("--no-apply-dry-run"))
        return usage_error("codex-flow run", "--apply-dry-run and --no-apply-dry-run exclude each other");
    if (!run.apply_files)
        for (const char* option : {"--apply-dry-run", "--no-apply-dry-run", "--scaffold-dir"})
            if (words.values.count(option) != 0)
                return usage_error("codex-flow run", std::string(option) + " belongs to --apply-patches");
    if (run.apply_to.empty())
        return usage_error("codex-flow run", "--scaffold-dir needs a folder");
    return {};
}

/// What a run is made of, and how it is asked about before it begins.
constexpr std::array<const char*, 13> not_with_resume{
    "--example",      "--file",            "--route",            "--route-files", "--changed",
    "--max-files",    "--bundle-files",    "--no-bundle-files",  "--bundle-max-bytes",
    "--isolation",    "--plan",            "--yes",              "--scaffold-dir"};

/// Of one process, not of the run.
constexpr std::array<const char*, 9> not_of_the_run{"--json",   "--verbose", "--quiet",  "--color", "--dry-run",
                                                    "--plan",   "--yes",     "--resume", "--force"};

/// Those of which all count.
constexpr std::array<const char*, 3> lists{"--set", "--plugin", "--plugin-path"};

result<command_line> run_from(const parsed_words& words)
{
    const auto fault = [](std::string message) { return usage_error("codex-flow run", std::move(message)); };
    run_options run;
    run.setup = setup_from(words);
    run.words = words.values;
    run.resume = maybe(words.one("--resume"));
    run.force = words.flag("--force");
    if (run.force && !run.resume)
        return fault("--force belongs to --resume");
    if (run.resume)
        for (const char* option : not_with_resume)
            if (words.values.count(option) != 0)
                return fault("--resume excludes " + std::string(option) + ": a run goes on with the work it has");
    run.file = maybe(words.one("--file"));
    run.example = words.flag("--example");
    if (auto routed = routed_from(words); !routed)
        return routed.error();
    else
        run.routed = std::move(*routed);
    if (run.routed.any() && (run.example || run.file))
        return fault("--route, --route-files and --changed exclude --example and --file");
    run.json = words.flag("--json");
    run.dry_run = words.flag("--dry-run");
    run.yes = words.flag("--yes");
    run.ask = words.flag("--plan") && !run.yes;
    run.bundle_files = !words.flag("--no-bundle-files");
    if (!run.bundle_files && (words.flag("--bundle-files") || words.one("--bundle-max-bytes") != nullptr))
        return fault("--no-bundle-files excludes --bundle-files and --bundle-max-bytes");
    run.color = color_from(words);
    if (run.example && run.file)
        return fault("--example and --file exclude each other");
    if (run.setup.no_memory && run.setup.context && *run.setup.context != "off")
        return fault("--no-memory and --context exclude each other");
    if (words.flag("--verbose") && words.flag("--quiet"))
        return fault("--verbose and --quiet exclude each other");
    run.how_much = words.flag("--verbose") ? volume::verbose
                   : words.flag("--quiet") ? volume::quiet
                                           : volume::normal;
    run.stream = !words.flag("--no-stream");
    const auto most = number_from(words, "--max-parallel", 1);
    if (!most)
        return most.error();
    run.setup.max_parallel = *most;
    const auto turns = number_from(words, "--max-turns", 1);
    if (!turns)
        return turns.error();
    run.setup.max_turns = *turns;
    run.strict_tools = words.flag("--strict-tools");
    run.isolate = maybe(words.one("--isolation")).value_or("none") == "worktree";
    if (const auto read = read_file_options(words, run); !read)
        return read.error();
    const auto retries = number_from(words, "--retries", 0);
    if (!retries)
        return retries.error();
    run.setup.retries = *retries;
    const auto bytes = number_from(words, "--bundle-max-bytes", 1024);
    if (!bytes)
        return bytes.error();
    run.setup.bundle_max_bytes = *bytes;
    run.setup.keep_runs = maybe(words.one("--keep-runs"));
    if (run.setup.keep_runs && !keep_rule_of(*run.setup.keep_runs))
        return fault("--keep-runs needs none, failed, all or a whole number, not " + quote(*run.setup.keep_runs));
    return run;
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
        return run_from(words);
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

doc::node invocation_of(const run_options& options)
{
    doc::mapping_builder made;
    for (const auto& [name, values] : options.words)
        if (std::find(not_of_the_run.begin(), not_of_the_run.end(), name) == not_of_the_run.end())
            made.set(name, values);
    return made.take();
}

result<run_options> resumed_options(const doc::node& invocation, const run_options& now)
{
    parsed_words words;
    words.command = {"run"};
    for (const doc::member& m : invocation.members)
        for (const doc::node& value : m.value.items)
            words.values[m.key].push_back(value.text);
    for (const auto& [name, values] : now.words)
    {
        if (name == "--resume")
            continue;
        const bool all_count = std::find(lists.begin(), lists.end(), name) != lists.end();
        std::vector<std::string>& of = words.values[name];
        if (!all_count)
            of.clear();
        of.insert(of.end(), values.begin(), values.end());
    }
    words.values.erase("--force");
    auto made = run_from(words);
    if (!made)
        return made.error();
    auto& options = std::get<run_options>(*made);
    options.resume = now.resume;
    options.force = now.force;
    return std::move(options);
}

} // namespace codexflow::cli
