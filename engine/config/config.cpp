#include "engine/config/config.hpp"

#include "engine/base/problems.hpp"
#include "engine/base/text.hpp"
#include "engine/config/config_part.hpp"
#include "engine/config/config_schema.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace codexflow {
namespace {

const doc::node nothing;

const doc::node& at(const doc::node& tree, std::initializer_list<std::string_view> path)
{
    const doc::node* here = &tree;
    for (const std::string_view key : path)
        if (here = here->find(key); here == nullptr)
            return nothing;
    return *here;
}

std::uint32_t as_count(const doc::node& value, std::uint32_t otherwise)
{
    return static_cast<std::uint32_t>(doc::as_integer(value).value_or(otherwise));
}

/** Turns the merged tree into the typed form. The parts were checked before, so that what is left to
 *  find are keys nobody wrote and names that lead nowhere. */
class builder
{
public:
    builder(const config_sources& sources, problems& faults) : sources_(sources), faults_(faults) {}

    config build(merged_config merged)
    {
        made_.effective = std::move(merged.tree);
        made_.origins = std::move(merged.origins);
        made_.unplaced_model = std::move(merged.unplaced_model);
        const doc::node& tree = made_.effective;
        made_.plugin_paths = paths(at(tree, {"plugins", "paths"}), "plugins.paths");
        read_providers(at(tree, {"providers"}));
        read_agents(at(tree, {"agents"}));
        made_.router = choices(at(tree, {"router", "strategies"}), "router.strategies");
        made_.router_top = as_count(at(tree, {"router", "top"}), made_.router_top);
        made_.router_min_score = doc::as_number(at(tree, {"router", "min_score"})).value_or(0);
        made_.policies = choices(at(tree, {"policies"}), "policies");
        made_.redaction = choices(at(tree, {"redaction"}), "redaction");
        read_tools(at(tree, {"tools"}));
        read_memory(at(tree, {"memory"}));
        read_limits(at(tree, {"limits"}));
        made_.keep = keep_rule_of(at(tree, {"runs", "keep"}).text).value_or(made_.keep);
        read_network(at(tree, {"network"}));
        made_.keep_journal = doc::as_boolean(at(tree, {"record", "journal"})).value_or(made_.keep_journal);
        read_sandbox(at(tree, {"sandbox"}));
        read_record(at(tree, {"record"}), at(tree, {"logs"}));
        read_prices(at(tree, {"prices"}));
        return std::move(made_);
    }

private:
    void require(const doc::node& block, const char* key, const std::string& path)
    {
        if (block.find(key) == nullptr)
            faults_.add(
                error(errc::invalid_argument, fmt::format("{} has no '{}'", path, key), made_.where(path))
                    .with_hint(fmt::format("add {}: NAME", key)));
    }

    plugin_choice choice(const doc::node& block, const std::string& path, std::initializer_list<std::string_view> also_ours = {})
    {
        require(block, "plugin", path);
        plugin_choice made{at(block, {"plugin"}).text, {doc::kind::mapping, {}, {}, {}, block.where}, path};
        for (const doc::member& m : block.members)
            if (m.key != "plugin" && std::find(also_ours.begin(), also_ours.end(), m.key) == also_ours.end())
                made.settings.members.push_back(m);
        return made;
    }

    std::vector<plugin_choice> choices(const doc::node& list, const std::string& path)
    {
        std::vector<plugin_choice> made;
        for (std::size_t i = 0; i < list.items.size(); ++i)
            made.push_back(choice(list.items[i], fmt::format("{}[{}]", path, i)));
        return made;
    }

    void read_providers(const doc::node& section)
    {
        for (const doc::member& m : section.members)
        {
            if (!m.value.is_mapping())
                continue; // default and fallback
            provider_choice made{
                choice(m.value, child_path("providers", m.key), {"max_parallel", "retries", "price"}), m.key, 0, {}, {}, {}};
            made.max_parallel = as_count(at(m.value, {"max_parallel"}), 0);
            if (const auto retries = doc::as_integer(at(m.value, {"retries"})))
                made.retries = static_cast<std::uint32_t>(*retries);
            if (const doc::node& model = at(m.value, {"model"}); model.is_string())
                made.model = model.text;
            made.price = price(at(m.value, {"price"}));
            made_.providers.push_back(std::move(made));
        }
        std::sort(made_.providers.begin(), made_.providers.end(),
                  [](const provider_choice& a, const provider_choice& b) { return a.name < b.name; });
        made_.default_provider = at(section, {"default"}).text;
        if (!made_.default_provider.empty())
            check_provider(made_.default_provider, "providers.default");
        const doc::node& fallback = at(section, {"fallback"});
        for (std::size_t i = 0; i < fallback.items.size(); ++i)
        {
            made_.fallback.push_back(fallback.items[i].text);
            check_provider(made_.fallback.back(), fmt::format("providers.fallback[{}]", i));
        }
    }

    void check_provider(const std::string& name, const std::string& named_at)
    {
        if (const auto found = made_.find_provider(name); !found)
            faults_.add(error(found.error()).at(made_.where(named_at)));
    }

    void read_agents(const doc::node& section)
    {
        const doc::node& list = at(section, {"paths"});
        const auto read = paths(list, "agents.paths");
        for (std::size_t i = 0; i < read.size(); ++i)
        {
            const std::string path = fmt::format("agents.paths[{}]", i);
            made_.agent_directories.push_back({read[i], is_configured(path), made_.where(path)});
        }
        made_.agents_cache = doc::as_boolean(at(section, {"cache"})).value_or(made_.agents_cache);
        for (const doc::member& m : at(section, {"aliases"}).members)
        {
            const std::string path = child_path("agents.aliases", m.key);
            require(m.value, "agent", path);
            made_.aliases[m.key] = {at(m.value, {"agent"}).text, doc::as_number(at(m.value, {"autonomy"})),
                                    is_configured(path + ".agent"), made_.where(path + ".agent")};
        }
    }

    config_layer layer_of(const std::string& path) const
    {
        const auto origin = made_.origins.find(path);
        return origin != made_.origins.end() ? origin->second.layer : config_layer::built_in;
    }

    bool is_configured(const std::string& path) const { return layer_of(path) != config_layer::built_in; }

    void read_limits(const doc::node& section)
    {
        made_.limits.max_parallel = as_count(at(section, {"max_parallel"}), made_.limits.max_parallel);
        made_.limits.max_turns = as_count(at(section, {"max_turns"}), made_.limits.max_turns);
        made_.limits.bundle_max_bytes =
            as_count(at(section, {"bundle_max_bytes"}), made_.limits.bundle_max_bytes);
        made_.limits.retries = as_count(at(section, {"retries"}), made_.limits.retries);
        read_duration(section, "task_timeout", made_.limits.task_timeout);
        made_.limits.tool_output_bytes =
            as_count(at(section, {"tool_output_bytes"}), made_.limits.tool_output_bytes);
        read_duration(section, "approval_timeout", made_.limits.approval_timeout);
        read_duration(section, "tool_timeout", made_.limits.tool_timeout);
        read_duration(section, "retry_wait", made_.limits.retry_wait);
    }

    void read_record(const doc::node& section, const doc::node& logs)
    {
        record_settings& to = made_.record;
        to.metrics = doc::as_boolean(at(section, {"metrics"})).value_or(to.metrics);
        to.events = doc::as_boolean(at(section, {"events"})).value_or(to.events);
        if (const auto most = doc::as_integer(at(logs, {"max_bytes"})))
            to.log_bytes = static_cast<std::uint64_t>(*most);
        to.logs_kept = as_count(at(logs, {"keep"}), to.logs_kept);
    }

    void read_network(const doc::node& section)
    {
        read_duration(section, "connect_timeout", made_.network.connect_timeout);
        read_duration(section, "tls_timeout", made_.network.tls_timeout);
        read_duration(section, "first_byte_timeout", made_.network.first_byte_timeout);
        read_duration(section, "idle_timeout", made_.network.idle_timeout);
        if (const doc::node& file = at(section, {"ca_file"}); file.is_string())
            made_.network.ca_file = resolve(file.text, "network.ca_file");
    }

    void read_tools(const doc::node& list)
    {
        for (std::size_t i = 0; i < list.items.size(); ++i)
        {
            const std::string path = fmt::format("tools[{}]", i);
            tool_choice made{choice(list.items[i], path, {"sandbox"}), {}};
            const doc::node& section = at(list.items[i], {"sandbox"});
            made.sandbox.network = doc::as_boolean(at(section, {"network"}));
            made.sandbox.write = paths(at(section, {"write"}), path + ".sandbox.write");
            if (section.find("read") != nullptr)
                made.sandbox.read = paths(at(section, {"read"}), path + ".sandbox.read");
            made_.tools.push_back(std::move(made));
        }
    }

    /// Which of @p words stands at @p path, or @p otherwise if nothing does; a fault if it is none of them.
    std::size_t word(const doc::node& value, const std::string& path, std::initializer_list<const char*> words,
                     std::size_t otherwise)
    {
        if (!value.is_string())
            return otherwise;
        const auto found = std::find(words.begin(), words.end(), value.text);
        if (found == words.end())
            faults_.add(error(errc::invalid_argument, fmt::format("{} cannot be {}", path, quote(value.text)), made_.where(path))
                            .with_hint(fmt::format("one of {}", fmt::join(words.begin(), words.end(), ", "))));
        return found == words.end() ? otherwise : static_cast<std::size_t>(found - words.begin());
    }

    void read_memory(const doc::node& section)
    {
        if (!section.is_mapping())
            return; // off
        if (section.find("plugin") == nullptr)
        {
            faults_.add(error(errc::invalid_argument, "memory is off, or no plugin keeps it, so there is nothing to set", made_.where("memory"))
                            .with_hint("name one: -c memory.plugin=jsonl, or memory: { plugin: jsonl }"));
            return;
        }
        memory_choice made{choice(section, "memory",
                                  {"context", "context_bytes", "retention", "max_bytes", "max_entries", "compact", "on_error"}),
                           {}, is_configured("memory")};
        memory_terms& terms = made.terms;
        terms.context = static_cast<context_mode>(
            word(at(section, {"context"}), "memory.context", {"off", "own", "shared"}, 0));
        terms.context_bytes = as_count(at(section, {"context_bytes"}), terms.context_bytes);
        terms.compact = static_cast<compaction>(word(at(section, {"compact"}), "memory.compact", {"daily", "run", "never"}, 0));
        terms.go_on = word(at(section, {"on_error"}), "memory.on_error", {"stop", "continue"}, 0) == 1;
        if (const auto read = parse_duration(at(section, {"retention"}).text))
            terms.retention = *read;
        if (section.find("max_bytes") != nullptr)
            terms.max_bytes.reset();
        read_bound(section, "max_bytes", terms.max_bytes);
        read_bound(section, "max_entries", terms.max_entries);
        made_.memory = std::move(made);
    }

    void read_sandbox(const doc::node& section)
    {
        if (const doc::node& mode = at(section, {"mode"}); mode.is_string())
            made_.sandbox.mode = mode.text;
        word(at(section, {"mode"}), "sandbox.mode", {"off", "auto", "require"}, 0);
        made_.sandbox.network = doc::as_boolean(at(section, {"network"})).value_or(made_.sandbox.network);
        made_.sandbox.write = paths(at(section, {"write"}), "sandbox.write");
        if (section.find("read") != nullptr)
            made_.sandbox.read = paths(at(section, {"read"}), "sandbox.read");
        read_bound(section, "cpu_seconds", made_.sandbox.cpu_seconds);
        read_bound(section, "file_bytes", made_.sandbox.file_bytes);
        read_bound(section, "open_files", made_.sandbox.open_files);
        read_bound(section, "processes", made_.sandbox.processes);
    }

    /// 0 stands for no bound.
    static void read_bound(const doc::node& section, std::string_view key, std::optional<std::uint64_t>& to)
    {
        if (const auto read = doc::as_integer(at(section, {key})); read && *read > 0)
            to = static_cast<std::uint64_t>(*read);
    }

    void read_prices(const doc::node& list)
    {
        for (std::size_t i = 0; i < list.items.size(); ++i)
        {
            const doc::node& block = list.items[i];
            require(block, "model", fmt::format("prices[{}]", i));
            made_.prices.push_back({at(block, {"model"}).text, price(block)});
        }
    }

    static token_price price(const doc::node& block)
    {
        return {doc::as_number(at(block, {"input"})), doc::as_number(at(block, {"output"}))};
    }

    static void read_duration(const doc::node& section, std::string_view key, std::chrono::milliseconds& to)
    {
        if (const auto read = parse_duration(at(section, {key}).text))
            to = *read;
    }

    std::vector<std::filesystem::path> paths(const doc::node& list, const std::string& path) const
    {
        std::vector<std::filesystem::path> made;
        for (std::size_t i = 0; i < list.items.size(); ++i)
            made.push_back(resolve(list.items[i].text, fmt::format("{}[{}]", path, i)));
        return made;
    }

    // A file's relative paths mean the folder it lies in: the same file means the same wherever the
    // program is started, and a folder somebody else can write to does not lend itself to a user's config.
    std::filesystem::path resolve(const std::string& written, const std::string& path) const
    {
        if (written == "~" || written.starts_with("~/"))
        {
            const std::string home = sources_.environment ? sources_.environment("HOME").value_or("") : "";
            if (!home.empty())
                return std::filesystem::path(home) / written.substr(std::min<std::size_t>(2, written.size()));
        }
        const config_layer layer = layer_of(path);
        const bool from_file =
            layer == config_layer::system || layer == config_layer::user || layer == config_layer::project;
        const std::filesystem::path base = from_file
                                               ? std::filesystem::path(made_.where(path).file).parent_path()
                                               : sources_.project_directory;
        return (base / written).lexically_normal();
    }

    const config_sources& sources_;
    problems& faults_;
    config made_;
};

} // namespace

result<const provider_choice*> config::find_provider(std::string_view name) const
{
    std::vector<std::string> names;
    for (const provider_choice& provider : providers)
    {
        if (provider.name == name)
            return &provider;
        names.push_back(provider.name);
    }
    return error(errc::not_found, "unknown provider " + quote(name)).with_hint(did_you_mean(name, names));
}

location config::where(std::string_view path) const
{
    while (!path.empty())
    {
        if (const auto found = origins.find(path); found != origins.end())
            return found->second.where;
        const std::size_t end = path.find_last_of(".[");
        path = path.substr(0, end == std::string_view::npos ? 0 : end);
    }
    return {};
}

result<config> load_config(const config_sources& sources)
{
    problems faults;
    std::vector<config_part> parts = read_config_parts(sources, faults);
    for (const config_part& part : parts)
        check_config_part(part, faults);
    if (!faults.none())
        return faults.combined();
    std::vector<std::filesystem::path> files;
    for (const config_part& part : parts)
        if (part.layer == config_layer::system || part.layer == config_layer::user ||
            part.layer == config_layer::project)
            files.emplace_back(part.place);
    config made = builder(sources, faults).build(merge_config(std::move(parts)));
    if (!faults.none())
        return faults.combined();
    made.files = std::move(files);
    return made;
}

} // namespace codexflow
