#pragma once

#include "cli/terminal.hpp"
#include "engine/base/document.hpp"
#include "engine/base/error.hpp"
#include "engine/memory/memory_calls.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

/** @file
 *  What was asked for on the command line, as plain values. */
namespace codexflow::cli {

/// Which configuration and which plugins: common to most commands.
struct setup_options
{
    std::optional<std::string> config; ///< --config: instead of ./codex-flow.yaml.
    std::vector<std::string> set;      ///< -c: "dotted.key=value", in the order given.
    std::vector<std::string> plugins;  ///< --plugin
    std::vector<std::string> plugin_paths;
    bool no_plugins = false;
    std::optional<std::string> agents_dir;
    bool no_cache = false;
    std::optional<std::string> provider, model;
    std::optional<std::string> sandbox;  ///< off, auto or require.
    std::optional<std::string> fallback; ///< Names, separated by commas.
    std::optional<unsigned> max_parallel, max_turns, retries, bundle_max_bytes;
    std::optional<std::string> keep_runs; ///< A keep_rule.
    bool no_memory = false;
    std::optional<std::string> context; ///< off, own or shared.
};

/// Work that routers give to agents.
struct routed_work
{
    std::optional<std::string> text;    ///< "-" is stdin.
    std::vector<std::string> files;     ///< Files, folders, patterns; "-" is a list on stdin.
    std::optional<std::string> changed; ///< --changed: files that differ from this revision; "" is HEAD.
    unsigned max_files = 200;

    bool any() const noexcept { return text || !files.empty() || changed; }
};

enum class volume
{
    quiet,
    normal,
    verbose,
};

struct run_options
{
    setup_options setup;
    std::optional<std::string> file; ///< "-" is stdin.
    routed_work routed;
    bool example = false;
    bool json = false;
    bool dry_run = false;
    bool ask = false;          ///< --plan: show the plan, and go on only if somebody says yes.
    bool yes = false;          ///< Show the plan and go on.
    bool bundle_files = true;  ///< Files that tasks name go into their prompts.
    bool stream = true;
    bool strict_tools = false;
    bool isolate = false;         ///< Work trees for tasks that may write.
    std::optional<std::string> resume; ///< --resume: a run; "" is the latest one of which a task is left.
    bool force = false;           ///< Also if it is not what it was.
    std::map<std::string, std::vector<std::string>> words; ///< All that was given, for who resumes the run.
    bool apply_files = false;     ///< --apply-patches: files that answers hold are written,
    bool apply_dry_run = false;   ///< or only shown,
    std::string apply_to = "scaffold"; ///< below this folder.
    volume how_much = volume::normal;
    color_choice color = color_choice::automatic;
};

struct route_options
{
    setup_options setup;
    std::optional<std::string> text; ///< "-" is stdin.
    std::vector<std::string> files;  ///< Paths; they need not exist.
    std::optional<std::string> test; ///< A file with cases.
    bool lint = false;
    bool explain = false;
    bool strict = false; ///< What is wrong with rules is an error.
    std::optional<unsigned> top;
    bool json = false;
    color_choice color = color_choice::automatic;
};

struct bench_options
{
    enum class format
    {
        text,
        json,
        markdown,
        csv,
    };
    setup_options setup;
    std::optional<std::string> prompt, file; ///< One of them; file "-" is stdin.
    std::vector<std::string> providers;      ///< In this order; empty: the default one.
    std::map<std::string, std::string> models; ///< By provider, instead of the configured one.
    unsigned runs = 3;
    unsigned warm_up = 0;
    unsigned max_parallel = 1;
    std::optional<unsigned> retries; ///< Instead of what the configuration says, for every provider.
    bool stream = true;
    format print = format::text;
    bool write_files = true;
    std::string folder = "data/bench"; ///< Where files go.
    bool quiet = false;
    color_choice color = color_choice::automatic;
};

struct load_options
{
    setup_options setup;
    std::optional<std::string> folder;
    bool strict = false;  ///< Warnings are errors.
    bool verbose = false; ///< Also what the cache did.
    bool json = false;
};

struct convert_options
{
    std::string source = ".claude/agents";
    std::string out = "codex/agents";
    bool dry_run = false;
    bool json = false;
};

struct init_options
{
    bool yes = false;
    bool dry_run = false;
    bool json = false;
};

/// What old runs left behind, and what of it stays.
struct cleanup_options
{
    std::optional<unsigned> runs_max_per_alias, logs_max_bytes; ///< Nothing: the environment's, or the default.
    std::optional<unsigned> journals_max;                       ///< Nothing: journals are left alone.
    bool dry_run = false;
    bool force = false;
    bool json = false;
};

/// Secrets in texts and files.
struct redact_options
{
    setup_options setup;
    std::vector<std::string> paths; ///< To be scanned; none: standard input is copied, without its secrets.
    bool in_place = false;
    bool json = false;
};

struct plugin_options
{
    enum class action
    {
        list,
        info,
        check,
    };
    setup_options setup;
    action what = action::list;
    std::string subject; ///< A plugin's or component's name, or a file.
    bool json = false;
};

struct providers_options
{
    enum class action
    {
        list,
        check,
    };
    setup_options setup;
    action what = action::list;
    std::vector<std::string> names; ///< To check; none: those a run would use.
    bool chat = true;
    bool json = false;
};

struct policy_options
{
    enum class action
    {
        check,
        test,
    };
    setup_options setup;
    action what = action::check;
    std::optional<std::string> agent;
    std::string tool = "shell";
    std::optional<std::string> arguments; ///< A JSON object.
    std::vector<std::string> words;       ///< Of a command for the shell; one alone is a script.
    std::optional<std::string> cases;     ///< A file; "-" is stdin.
    bool json = false;
};

struct memory_options
{
    enum class action
    {
        list,
        show,
        query,
        forget,
        take_out, ///< export
        take_in,  ///< import
        compact,
        why,
    };
    setup_options setup;
    action what = action::list;
    memories::entry_filter which;    ///< since and before as the user wrote them.
    std::optional<unsigned> limit;   ///< Entries.
    bool full = false;               ///< All of each entry's text.
    bool all = false;                ///< forget: everything.
    bool yes = false, dry_run = false;
    std::optional<std::string> file; ///< export: where to; import: where from, "-" is stdin.
    std::string task;                ///< why
    std::optional<std::string> run;  ///< why: as for show.
    std::optional<std::string> ttl;  ///< compact: a length of time.
    std::optional<unsigned> max_bytes, max_entries; ///< compact; 0: no bound.
    bool json = false;
};

struct config_options
{
    enum class action
    {
        show,
        check,
    };
    setup_options setup;
    action what = action::show;
    bool origin = false;
    bool json = false;
};

struct show_options
{
    std::optional<std::string> run; ///< An id, the start of one, or a journal; none: the latest run.
    bool json = false;
    color_choice color = color_choice::automatic;
};

struct metrics_options
{
    enum class format
    {
        text,
        json,
        prometheus,
    };
    setup_options setup;
    std::optional<std::string> agent; ///< Nothing: all.
    std::optional<std::string> since; ///< What time_since() understands.
    format print = format::text;
};

struct logs_options
{
    std::optional<std::string> subject; ///< A run or a task; nothing: the log of all runs.
    std::optional<unsigned> lines;      ///< The last so many; nothing: as the command thinks best.
    bool follow = false;
    std::vector<std::string> kinds;   ///< Of events; empty: all.
    std::optional<std::string> since; ///< What time_since() understands.
    bool json = false;
    color_choice color = color_choice::automatic;
};

/// `runs list`.
struct runs_options
{
    setup_options setup;
    unsigned most = 20;
    bool json = false;
};

struct doctor_options
{
    setup_options setup;
    bool online = false; ///< Providers are asked, too.
    bool json = false;
    color_choice color = color_choice::automatic;
};

struct diagnostics_options
{
    setup_options setup;
    std::string file;
    unsigned runs = 3; ///< So many journals, the newest ones.
    bool json = false;
};

struct completion_options
{
    std::string shell;
};

struct help_options
{
    std::vector<std::string> command; ///< Empty for the program's own.
};

struct version_options
{};

using command_line = std::variant<run_options, route_options, bench_options, load_options, convert_options, init_options,
                                  providers_options, cleanup_options, redact_options, plugin_options, policy_options, memory_options, config_options,
                                  show_options, metrics_options, logs_options, runs_options, doctor_options, diagnostics_options,
                                  completion_options, help_options, version_options>;

/** Reads the arguments (without the program's name).
 *  Errors: invalid_argument for whatever cannot be understood, one message with the nearest valid name
 *  and the help to read; the program then exits with usage_exit_code. */
result<command_line> parse_arguments(std::span<const std::string> arguments);

/** The options of a run that is resumed: those it was begun with (written by invocation_of()), overlaid by those of
 *  now. Errors: invalid_argument for what is no such document, or does not fit together. */
result<run_options> resumed_options(const doc::node& invocation, const run_options& now);

/// What resumed_options() reads. How a run is shown, and whether it is asked about, is not part of it.
doc::node invocation_of(const run_options& options);

inline constexpr int usage_exit_code = 64;

} // namespace codexflow::cli
