#include "engine/config/config_schema.hpp"

#include <algorithm>
#include <array>

namespace codexflow {
namespace {

constexpr double millions = 1'000'000;

constexpr std::array table{
    config_key{"version", config_type::integer, "The version of this format: 1.", false, 1, 1},
    config_key{"model", config_type::text,
               "The model to ask for, in place of the one the default provider names itself."},
    config_key{"plugins.paths", config_type::path_list,
               "Folders (or files) to look for plugins in, before the user's and the installed ones."},
    config_key{"providers.default", config_type::text,
               "The provider that answers model calls: a name from this section."},
    config_key{"providers.fallback", config_type::text_list,
               "Providers to try, in this order, when the default one fails."},
    config_key{"providers.*", config_type::block,
               "A provider under a name of your choice. Keys not listed here are the plugin's own settings."},
    config_key{"providers.*.plugin", config_type::text, "The provider plugin, by its component name.", true},
    config_key{"providers.*.model", config_type::text, "The model to ask for, as the server calls it."},
    config_key{"providers.*.max_parallel", config_type::integer,
               "Calls to this provider at once. Without it only the run's cap counts.", false, 1, millions},
    config_key{"providers.*.retries", config_type::integer,
               "How often a failed call to this provider is repeated; without it limits.retries.", false, 0, 10},
    config_key{"providers.*.price.input", config_type::number,
               "US dollars for a million tokens of a request, where prices does not name the model.", false, 0, millions},
    config_key{"providers.*.price.output", config_type::number,
               "US dollars for a million tokens of an answer, where prices does not name the model.", false, 0, millions},
    config_key{"prices[].model", config_type::text, "The model, as the server calls it.", true},
    config_key{"prices[].input", config_type::number, "US dollars for a million tokens of the request.", false, 0,
               millions},
    config_key{"prices[].output", config_type::number, "US dollars for a million tokens of the answer.", false, 0,
               millions},
    config_key{"agents.paths", config_type::path_list,
               "Folders with agent definitions, the first one preferred; those that are absent are skipped."},
    config_key{"agents.cache", config_type::boolean,
               "Whether what was parsed of the definitions is kept in the user's cache folder."},
    config_key{"agents.aliases.*.agent", config_type::text, "The id of the agent the alias stands for.",
               true},
    config_key{"agents.aliases.*.autonomy", config_type::number,
               "Replaces the agent's own autonomy level, from 0 to 1.", false, 0, 1},
    config_key{"router.top", config_type::integer,
               "The most agents that get one piece of work, the best ones; 0 for all candidates.", false, 0, millions},
    config_key{"router.min_score", config_type::number,
               "Candidates with a lower score do not count.", false, 0, millions},
    config_key{"router.strategies[]", config_type::block,
               "Router plugins, asked in this order. Keys beside plugin are the plugin's own settings."},
    config_key{"router.strategies[].plugin", config_type::text, "The router plugin.", true},
    config_key{"policies[]", config_type::block,
               "Policy plugins; every tool call must pass all of them. Other keys are the plugin's own."},
    config_key{"policies[].plugin", config_type::text, "The policy plugin.", true},
    config_key{"redaction[]", config_type::block,
               "Redactor plugins; what is written passes all of them in this order. Other keys are the "
               "plugin's own."},
    config_key{"redaction[].plugin", config_type::text, "The redactor plugin.", true},
    config_key{"memory", config_type::block_or_off,
               "Where agents' memory is kept, or off. Keys not listed here are the plugin's own settings."},
    config_key{"memory.plugin", config_type::text, "The memory plugin.", true},
    config_key{"memory.context", config_type::text,
               "What tasks are told of earlier work: off, own (of their own agent) or shared (also of agents that share)."},
    config_key{"memory.context_bytes", config_type::integer, "Bytes of that in the prompt of one task.", false, 1024,
               16 * millions},
    config_key{"memory.retention", config_type::duration,
               "How long what an agent did is remembered, if its definition does not say; without it for good."},
    config_key{"memory.max_bytes", config_type::integer,
               "Bytes that are kept of one alias, the newest; 0: no bound.", false, 0, millions * millions},
    config_key{"memory.max_entries", config_type::integer,
               "Tasks that are kept of one alias, the newest; 0: no bound.", false, 0, millions * millions},
    config_key{"memory.compact", config_type::text,
               "When the store is rid of what is too old or too much: daily (after the first run of a day), run (after "
               "every run) or never."},
    config_key{"memory.on_error", config_type::text,
               "What a store that fails does to a run: stop (it does not start, or fails) or continue (it is told)."},
    config_key{"tools[]", config_type::block,
               "Tool plugins that agents may use. Keys beside plugin are the plugin's own settings."},
    config_key{"tools[].plugin", config_type::text, "The tool plugin.", true},
    config_key{"tools[].sandbox.network", config_type::boolean,
               "Whether the programs of these tools may use the network, in place of sandbox.network."},
    config_key{"tools[].sandbox.write", config_type::path_list,
               "What the programs of these tools may change beside what sandbox.write names."},
    config_key{"tools[].sandbox.read", config_type::path_list,
               "What the programs of these tools may read beside what sandbox.read names; it narrows where that is not set."},
    config_key{"limits.max_parallel", config_type::integer, "Tasks of a run at once, over all agents.", false,
               1, millions},
    config_key{"limits.task_timeout", config_type::duration,
               "The longest a task may take; its agent may allow less."},
    config_key{"limits.max_turns", config_type::integer, "Model calls one task may make.", false, 1,
               millions},
    config_key{"limits.retries", config_type::integer,
               "How often a failed model call is repeated, unless its provider says otherwise.", false, 0, 10},
    config_key{"limits.retry_wait", config_type::duration,
               "The longest wait a provider may ask for; if it asks for more, the call fails at once."},
    config_key{"limits.tool_timeout", config_type::duration, "The longest one tool call may take."},
    config_key{"limits.approval_timeout", config_type::duration,
               "How long a person may take to answer a question of a policy; after that the answer is no."},
    config_key{"limits.tool_output_bytes", config_type::integer,
               "Bytes of one tool result that a model is given; a longer one is kept in a file, with a preview.", false,
               1024, 16 * millions},
    config_key{"limits.bundle_max_bytes", config_type::integer,
               "Bytes of the files a task names that are put into its prompt.", false, 1024, 16 * millions},
    config_key{"runs.keep", config_type::keep,
               "Folders of tasks that stay when their tasks have ended: none, failed, all, or the newest N of an alias."},
    config_key{"record.metrics", config_type::boolean, "Whether runs are counted in data/metrics/agents.json."},
    config_key{"record.events", config_type::boolean, "Whether runs are logged in data/logs/events.jsonl."},
    config_key{"logs.max_bytes", config_type::integer,
               "The log is put aside, as events.jsonl.1, before it becomes longer than this.", false, 1,
               millions * millions},
    config_key{"logs.keep", config_type::integer, "So many logs that were put aside stay.", false, 0, 1000},
    config_key{"network.connect_timeout", config_type::duration, "The longest one address may take to connect."},
    config_key{"network.tls_timeout", config_type::duration, "The longest the TLS handshake may take."},
    config_key{"network.first_byte_timeout", config_type::duration,
               "The longest an answer may take to begin, unless the provider says otherwise."},
    config_key{"network.idle_timeout", config_type::duration,
               "The longest an answer may go without a byte, unless the provider says otherwise."},
    config_key{"network.ca_file", config_type::text,
               "A file with certificates (PEM) to trust beside the system's."},
    config_key{"record.journal", config_type::boolean,
               "Whether runs keep a journal; one without can be neither shown nor resumed."},
    config_key{"sandbox.mode", config_type::text,
               "Whether the system confines the programs that tools start: off, auto (as far as it can) or require."},
    config_key{"sandbox.network", config_type::boolean, "Whether those programs may use the network."},
    config_key{"sandbox.write", config_type::path_list, "What they may change beside their workspace."},
    config_key{"sandbox.read", config_type::path_list,
               "What they may read beside their workspace and the system's folders; without it everything."},
    config_key{"sandbox.cpu_seconds", config_type::integer,
               "Processor time each of their processes may use; 0: no bound.", false, 0, millions},
    config_key{"sandbox.file_bytes", config_type::integer,
               "The longest file they may write; 0: no bound.", false, 0, millions * millions},
    config_key{"sandbox.open_files", config_type::integer,
               "Files each of their processes may have open; 0: no bound.", false, 0, millions},
    config_key{"sandbox.processes", config_type::integer,
               "Processes the user may have in all before theirs cannot start another; 0: no bound.", false, 0,
               millions},
};

// The original's ten aliases, and providers that work as soon as somebody names one.
constexpr std::string_view built_in = R"(version: 1
plugins: { paths: [] }
providers:
  fallback: []
  offline: { plugin: offline }
  ollama: { plugin: ollama, base_url: "http://127.0.0.1:11434", model: llama3.1 }
  anthropic: { plugin: anthropic, base_url: "https://api.anthropic.com", model: claude-haiku-4-5,
               api_key_env: ANTHROPIC_API_KEY }
  openai: { plugin: openai, base_url: "https://api.openai.com/v1", model: gpt-4o-mini, api_key_env: OPENAI_API_KEY }
agents:
  paths: [codex/agents, .claude/agents, .gemini/agents]
  cache: true
  aliases:
    reviewer: { agent: code-analyzer, autonomy: 0.7 }
    reviewer2: { agent: code-analyzer, autonomy: 0.9 }
    architect: { agent: system-architect }
    planner: { agent: task-orchestrator }
    frontend: { agent: coder }
    backend: { agent: backend-dev }
    docs: { agent: api-docs }
    tester: { agent: tester }
    validator: { agent: production-validator }
    scaffold: { agent: coder }
router: { top: 0, min_score: 0, strategies: [ { plugin: triggers } ] }
redaction: [ { plugin: fields }, { plugin: secrets } ]
limits: { max_parallel: 16, task_timeout: 10m, max_turns: 20, retries: 2, retry_wait: 60s,
          tool_timeout: 2m, approval_timeout: 10m, tool_output_bytes: 65536, bundle_max_bytes: 65536 }
memory: { plugin: jsonl, context: off, context_bytes: 16384, max_bytes: 67108864, max_entries: 0, compact: daily,
          on_error: stop }
runs: { keep: none }
record: { journal: true, metrics: true, events: true }
logs: { max_bytes: 5242880, keep: 3 }
network: { connect_timeout: 5s, tls_timeout: 10s, first_byte_timeout: 60s, idle_timeout: 60s }
sandbox: { mode: auto, network: false, write: [], cpu_seconds: 3600, file_bytes: 4294967296, open_files: 1024,
           processes: 0 }
)";

bool is_plain_key(std::string_view key) noexcept
{
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-';
    });
}

} // namespace

std::span<const config_key> config_keys() noexcept { return table; }

std::string_view built_in_config() noexcept { return built_in; }

const config_key* find_config_key(std::string_view pattern) noexcept
{
    const auto found = std::find_if(table.begin(), table.end(),
                                    [pattern](const config_key& key) { return key.pattern == pattern; });
    return found != table.end() ? &*found : nullptr;
}

config_children children_of(std::string_view pattern)
{
    config_children below;
    for (const config_key& key : table)
    {
        std::string_view rest = key.pattern;
        if (!pattern.empty())
        {
            if (!rest.starts_with(pattern) || rest.size() == pattern.size())
                continue;
            rest.remove_prefix(pattern.size());
            if (rest.starts_with("[]"))
            {
                below.elements = true;
                continue;
            }
            if (!rest.starts_with('.'))
                continue;
            rest.remove_prefix(1);
        }
        const std::string name(rest.substr(0, rest.find_first_of(".[")));
        if (name == "*")
            below.any_name = true;
        else if (std::find(below.names.begin(), below.names.end(), name) == below.names.end())
            below.names.push_back(name);
    }
    return below;
}

std::string child_pattern(std::string_view pattern, std::string_view key)
{
    std::string child(pattern);
    if (!child.empty())
        child += '.';
    return child += key;
}

std::string child_path(std::string_view path, std::string_view key)
{
    return child_pattern(path, is_plain_key(key) ? std::string(key) : '"' + std::string(key) + '"');
}

std::string_view describe(config_type type) noexcept
{
    switch (type)
    {
    case config_type::boolean: return "true or false";
    case config_type::integer: return "a whole number";
    case config_type::number: return "a number";
    case config_type::text: return "text";
    case config_type::duration: return "a length of time such as 10m";
    case config_type::keep: return "none, failed, all or a whole number";
    case config_type::text_list: return "a list of names";
    case config_type::path_list: return "a list of paths";
    case config_type::block: return "a mapping";
    case config_type::block_or_off: return "a mapping or off";
    }
    return "a value";
}

} // namespace codexflow
