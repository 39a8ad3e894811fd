#pragma once

#include "engine/base/document.hpp"
#include "engine/base/error.hpp"
#include "engine/config/keep_rule.hpp"
#include "engine/config/memory_terms.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  The configuration of one run: six layers, each overriding the ones before it, read once and then
 *  immutable. Every value remembers where it was written. Nothing here reads the process's
 *  environment or arguments; whoever calls load_config() hands both in. */
namespace codexflow {

/// Where a value may come from, weakest first.
enum class config_layer : std::uint8_t
{
    built_in,
    system,      ///< /etc/codex-flow/config.yaml
    user,        ///< $XDG_CONFIG_HOME/codex-flow/config.yaml
    project,     ///< ./codex-flow.yaml, or the file of --config
    environment, ///< A variable.
    flags,       ///< The command line.
};

/** Where one value was written. For the environment and for flags the place is their name
 *  ("environment variable MODEL", "--max-parallel"), so that it reads well before a colon. */
struct config_origin
{
    config_layer layer = config_layer::built_in;
    location where;
};

/// "built-in", "codex-flow.yaml:3:5", "environment variable MODEL", "--max-parallel".
std::string to_string(const config_origin& origin);

/** One value given on the command line. @c key is dotted ("limits.max_parallel"; a part that holds a
 *  dot stands in double quotes), @c value is read as YAML, @c flag is what the user typed, without
 *  the value (it may be a secret put there by mistake). */
struct config_override
{
    std::string key;
    std::string value;
    std::string flag;
};

/// Splits the "key=value" of -c. Errors: invalid_argument if there is no '=' or no key.
result<config_override> parse_config_override(std::string_view assignment);

/// Everything a configuration is made of.
struct config_sources
{
    /// Answers for one environment variable; an empty value counts as unset. May be empty.
    std::function<std::optional<std::string>(const std::string&)> environment;
    std::filesystem::path system_file = "/etc/codex-flow/config.yaml"; ///< Skipped if absent or empty.
    std::filesystem::path project_directory; ///< Holds codex-flow.yaml; "" is the working directory.
    std::filesystem::path config_file;       ///< --config: read instead of codex-flow.yaml, must exist.
    std::vector<config_override> flags;      ///< In the order given; later ones win.
};

/** A plugin's place in the configuration: which one, and what it is told. @c settings is a mapping
 *  without our own keys; ask config::where() for the place of a setting, as its parts may come from
 *  several files. */
struct plugin_choice
{
    std::string plugin;
    doc::node settings;
    std::string path; ///< Of this block: "router.strategies[1]", for config::where().
};

/// What tokens cost, in US dollars for a million of them. What nobody wrote down is unknown, not free.
struct token_price
{
    std::optional<double> input;
    std::optional<double> output;
};

/// One entry below `providers`.
struct provider_choice : plugin_choice
{
    std::string name;
    std::uint32_t max_parallel = 0;   ///< Calls at once; 0 means that only the run's cap counts.
    std::optional<std::uint32_t> retries; ///< Of one call; unset: as limits.retries.
    std::optional<std::string> model; ///< Also in @c settings.
    token_price price;                ///< Of its models that have no price of their own.
};

/// What an alias stands for.
struct agent_alias
{
    std::string agent;              ///< The agent's id.
    std::optional<double> autonomy; ///< 0..1, replaces the agent's own.
    bool configured = false;        ///< Named by someone, not built in.
    location where;
};

/// A folder that may hold agent definitions.
struct agent_directory
{
    std::filesystem::path path;
    bool configured = false; ///< Named by someone (not built in): its absence is worth a warning.
    location where;
};

struct run_limits
{
    std::uint32_t max_parallel = 16; ///< Tasks of a run at once, at least 1.
    std::chrono::milliseconds task_timeout = std::chrono::minutes(10); ///< More than 0.
    std::uint32_t max_turns = 20;                                      ///< Model calls of a task, at least 1.
    std::uint32_t retries = 2;                                         ///< Of one model call, 0 to 10.
    std::chrono::milliseconds retry_wait{60'000}; ///< The longest a provider may ask to wait, more than 0.
    std::chrono::milliseconds approval_timeout = std::chrono::minutes(10); ///< For a person's answer; 0: none.
    std::chrono::milliseconds tool_timeout = std::chrono::minutes(2); ///< Of one tool call, more than 0.
    std::uint32_t tool_output_bytes = 65'536; ///< Of one result for the model, at least 1024; longer ones go to files.
    std::uint32_t bundle_max_bytes = 65'536; ///< Of the files behind one task's text, at least 1024.
};

/// How the network is used, unless a provider has settings of its own.
struct network_settings
{
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds tls_timeout{10'000};
    std::chrono::milliseconds first_byte_timeout{60'000};
    std::chrono::milliseconds idle_timeout{60'000};
    std::filesystem::path ca_file; ///< Trusted beside the system's; may be empty.
};

/// What one block of `tools` says beside the common settings about the programs it starts.
struct sandbox_grants
{
    std::optional<bool> network; ///< Unset: as the common setting.
    std::vector<std::filesystem::path> write; ///< Beside the common ones.
    std::optional<std::vector<std::filesystem::path>> read; ///< The same; set, it narrows where reading was free.
};

/// A block of `tools`.
struct tool_choice : plugin_choice
{
    sandbox_grants sandbox;
};

/// The block `memory`.
struct memory_choice : plugin_choice
{
    memory_terms terms;
    bool configured = false; ///< Somebody wrote something about it.
};

/// How the programs that tools start are confined.
struct sandbox_settings
{
    std::string mode = "auto"; ///< "off", "auto", "require".
    bool network = false;      ///< Whether they may use it.
    std::vector<std::filesystem::path> write; ///< What they may change beside their workspace.
    std::optional<std::vector<std::filesystem::path>> read; ///< What they may read beside it; unset: everything.
    std::optional<std::uint64_t> cpu_seconds, file_bytes, open_files, processes; ///< Unset: no bound of ours.
};

/// What is kept of runs beside their journals.
struct record_settings
{
    bool metrics = true; ///< data/metrics/agents.json
    bool events = true;  ///< data/logs/events.jsonl
    std::uint64_t log_bytes = 5'242'880; ///< The log is put aside when it is longer, at least 4096.
    std::uint32_t logs_kept = 3;         ///< So many of those that were put aside stay.
};

/// What a model costs, whoever serves it.
struct model_price
{
    std::string model;
    token_price price;
};

/// One line of `config show --origin`.
struct config_setting
{
    std::string path;   ///< "providers.local.model"
    std::string value;  ///< As compact JSON; a password inside a URL is masked.
    std::string origin; ///< Where it was written; several places of one list are joined by ", ".
};

/** The whole configuration, checked: providers named by default and fallback exist, every number is
 *  in its range, every block names its plugin. Whether a plugin knows its settings is not checked
 *  here. Relative paths are taken from the folder of the file that names them, otherwise from the
 *  project directory. */
struct config
{
    std::vector<std::filesystem::path> plugin_paths;
    std::string default_provider; ///< "" if nobody chose one.
    std::vector<std::string> fallback;
    std::string unplaced_model; ///< What `model` says while there is no default provider to ask for it.
    std::vector<provider_choice> providers; ///< Sorted by name.
    std::vector<agent_directory> agent_directories;
    std::map<std::string, agent_alias> aliases;
    std::uint32_t router_top = 0;  ///< At most so many agents get a piece of work; 0: all candidates.
    double router_min_score = 0;   ///< Candidates with less do not count.
    bool keep_journal = true; ///< Whether runs keep a journal: record.journal.
    bool agents_cache = true; ///< Whether parsed definitions are kept for the next command.
    std::vector<plugin_choice> router, policies, redaction;
    std::vector<tool_choice> tools;
    std::optional<memory_choice> memory; ///< Nothing: off.
    run_limits limits;
    keep_rule keep; ///< Folders of tasks.
    network_settings network;
    sandbox_settings sandbox;
    record_settings record;
    std::vector<model_price> prices;

    doc::node effective;                                       ///< The merged tree: what to digest.
    std::map<std::string, config_origin, std::less<>> origins; ///< By path, of every key in effective.
    std::vector<std::filesystem::path> files;                  ///< The files read, weakest first.

    /// The provider of that name. Errors: not_found with the nearest name.
    result<const provider_choice*> find_provider(std::string_view name) const;

    /** The place where @p path ("providers.local.model") was written, or the nearest thing around it
     *  that has a place. */
    location where(std::string_view path) const;

    /// All values with their origins, in the order of the schema.
    std::vector<config_setting> settings() const;
};

/// "https://user:secret@host" becomes "https://user:***@host"; other texts stay.
std::string without_password(std::string text);

/** Reads and merges all layers.
 *  Errors: one error for the first fault found, the others in its hint: unknown keys (with the
 *  nearest known one), wrong types, values out of range, secrets written by value, unreadable files. */
result<config> load_config(const config_sources& sources);

/// The JSON Schema of the configuration file, for editors and for docs/; ends in a line end.
std::string config_json_schema();

} // namespace codexflow
