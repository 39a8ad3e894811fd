#include "cli/init_plan.hpp"

#include "engine/base/document_builder.hpp"
#include "engine/base/document_text.hpp"

#include <algorithm>

namespace codexflow::cli {
namespace {

constexpr std::string_view head = R"(# The settings of this project for codex-flow. Keys: docs/reference/config.md of Codex Flow.
# `codex-flow config show --origin` prints all values in force, `codex-flow config check` checks them.
version: 1

# Who answers model calls. Take the '#' away from one block, or name it for once: --provider NAME.
# Keys are named here, never written: docs/reference/providers.md.
#providers:
#  default: local
#  local: { plugin: ollama, model: llama3.1, max_parallel: 4 }        # a model on this machine
#providers:
#  default: cloud
#  cloud: { plugin: openai, model: gpt-4o-mini, api_key_env: OPENAI_API_KEY }
#providers:
#  default: claude
#  claude: { plugin: anthropic, model: claude-haiku-4-5, api_key_env: ANTHROPIC_API_KEY }

# Where the agents are defined, the first one preferred: docs/reference/agents.md.
)";

constexpr std::string_view tail = R"(
# Other names for agents:
#  aliases:
#    reviewer: { agent: code-analyzer, autonomy: 0.7 }

# How much at once, and for how long: docs/reference/config.md.
#limits: { max_parallel: 16, task_timeout: 10m }
)";

/// agents.paths of a configuration: as it says, or as is built in.
std::vector<std::string> configured_paths(const doc::node& config)
{
    const doc::node* agents = config.find("agents");
    const doc::node* list = agents != nullptr ? agents->find("paths") : nullptr;
    std::vector<std::string> paths;
    if (list == nullptr)
        return {"codex/agents", ".claude/agents", ".gemini/agents"};
    for (const doc::node& item : list->items)
        paths.push_back(item.text);
    return paths;
}

bool same_path(const std::string& a, const std::string& b)
{
    const auto plain = [](const std::string& text) {
        auto path = std::filesystem::path(text).lexically_normal();
        return path.has_filename() ? path : path.parent_path();
    };
    return plain(a) == plain(b);
}

/// Sets a key where it stands, or at the end.
void put(doc::node& object, std::string key, doc::node value)
{
    for (doc::member& m : object.members)
        if (m.key == key)
        {
            m.value = std::move(value);
            return;
        }
    object.members.push_back({std::move(key), {}, std::move(value)});
}

/// Sets NAME=value in @p text: in place of every line that does so, else at the end.
void put_line(std::string& text, std::string_view name, const std::string& value)
{
    const std::string wanted = std::string(name) + '=' + value;
    std::string made;
    bool there = false;
    for (std::size_t at = 0; at < text.size();)
    {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = std::string_view(text).substr(at, end - at);
        at = end + 1;
        if (!line.starts_with(std::string(name) + '='))
            (made += line) += '\n';
        else if (!there)
        {
            made += wanted + '\n';
            there = true;
        }
    }
    text = there ? std::move(made) : std::move(made) + wanted + '\n';
}

} // namespace

std::string_view to_string(init_action action) noexcept
{
    switch (action)
    {
    case init_action::create: return "create";
    case init_action::change: return "change";
    case init_action::unchanged: return "unchanged";
    case init_action::keep: return "keep";
    case init_action::skip: return "skip";
    }
    return "unknown";
}

init_file with_content(init_file file, std::string after)
{
    file.action = !file.before            ? init_action::create
                  : *file.before == after ? init_action::unchanged
                                          : init_action::change;
    file.after = std::move(after);
    return file;
}

std::vector<std::string> paths_to_configure(std::span<const found_folder> found)
{
    std::vector<std::string> paths;
    for (const found_folder& one : found)
    {
        const bool is_source = std::any_of(found.begin(), found.end(), [&one](const found_folder& bundle) {
            return !bundle.converted_from.empty() && same_path(bundle.converted_from, one.written);
        });
        if (!is_source)
            paths.push_back(one.written);
    }
    return paths;
}

result<std::vector<std::string>> paths_not_in(std::string_view text, const std::string& name,
                                              std::span<const std::string> paths)
{
    const auto config = doc::parse_yaml(text, name);
    if (!config)
        return config.error();
    const std::vector<std::string> named = configured_paths(*config);
    std::vector<std::string> missing;
    for (const std::string& path : paths)
        if (std::none_of(named.begin(), named.end(), [&path](const auto& one) { return same_path(one, path); }))
            missing.push_back(path);
    return missing;
}

std::string addition_text(std::string_view text, std::span<const std::string> missing)
{
    const auto config = doc::parse_yaml(text, "codex-flow.yaml");
    std::vector<std::string> paths = config ? configured_paths(*config) : std::vector<std::string>();
    paths.insert(paths.end(), missing.begin(), missing.end());
    doc::mapping_builder agents;
    agents.set("agents", doc::mapping_builder().set("paths", paths).take());
    return doc::yaml_text(agents.take());
}

std::string first_config_text(std::span<const std::string> paths)
{
    std::string text(head);
    if (paths.empty())
        return text + "#agents:\n#  paths: [codex/agents, .claude/agents]\n" + std::string(tail);
    std::vector<std::string> list(paths.begin(), paths.end());
    doc::mapping_builder agents;
    agents.set("agents", doc::mapping_builder().set("paths", list).take());
    return text + doc::yaml_text(agents.take()) + std::string(tail);
}

result<std::string> registry_file_text(const std::optional<std::string>& before, const std::string& name,
                                       const std::filesystem::path& bundle)
{
    doc::node object{doc::kind::mapping, {}, {}, {}, {}};
    if (before)
    {
        auto read = doc::parse_json(*before, name);
        if (!read)
            return read.error();
        if (!read->is_mapping())
            return error(errc::invalid_argument, "this is no JSON object", doc::in(name, read->where))
                .with_hint("move it away; it is made anew");
        object = std::move(*read);
    }
    put(object, "version", doc::make(1));
    put(object, "agentIndexPath", doc::make((bundle / "index.json").string()));
    put(object, "agentRoot", doc::make(bundle.string()));
    return doc::json_text(object);
}

std::string environment_file_text(const std::optional<std::string>& before, const std::filesystem::path& bundle)
{
    std::string text = before.value_or("");
    put_line(text, "CODEX_AGENT_INDEX", (bundle / "index.json").string());
    put_line(text, "CODEX_AGENT_HOME", bundle.string());
    return text;
}

} // namespace codexflow::cli
