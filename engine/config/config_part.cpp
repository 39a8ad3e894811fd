#include "engine/config/config_part.hpp"

#include "engine/base/text.hpp"
#include "engine/config/config_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace codexflow {
namespace {

using keys = std::vector<std::string>;

/// {"a", "b"} and a value make {a: {b: value}}.
doc::node nest(const keys& path, doc::node value)
{
    for (auto key = path.rbegin(); key != path.rend(); ++key)
    {
        doc::node outer;
        outer.type = doc::kind::mapping;
        outer.members.push_back({*key, {}, std::move(value)});
        value = std::move(outer);
    }
    return value;
}

doc::node text_node(std::string_view text) { return {doc::kind::string, std::string(text), {}, {}, {}}; }

/** A price for a thousand tokens, as variables give it, as one for a million. What is no number stays as it
 *  is, for the check to refuse. */
doc::node price_per_million(std::string_view text)
{
    doc::node price = text_node(trim(text));
    const auto read = [](const std::string& digits) -> std::optional<double> {
        double value = 0;
        const char* end = digits.data() + digits.size();
        const auto [stop, failure] = std::from_chars(digits.data(), end, value);
        return failure == std::errc() && stop == end && std::isfinite(value) ? std::optional(value) : std::nullopt;
    };
    // With the exponent among the digits nothing is rounded twice: 0.00015 becomes 0.15.
    auto value = read(price.text + "e3");
    if (const auto plain = read(price.text); !value && plain) // it has an exponent of its own
        value = *plain * 1000;
    if (!value)
        return price;
    price.type = doc::kind::number;
    price.text = fmt::format("{}", *value);
    return price;
}

void forget_positions(doc::node& value)
{
    value.where = {};
    for (doc::node& item : value.items)
        forget_positions(item);
    for (doc::member& m : value.members)
    {
        m.where = {};
        forget_positions(m.value);
    }
}

/// Splits a dotted key; a part that holds a dot stands in double quotes. Empty if it is malformed.
keys split_key(std::string_view dotted)
{
    keys path;
    while (true)
    {
        if (dotted.starts_with('"'))
        {
            const std::size_t end = dotted.find('"', 1);
            if (end == std::string_view::npos)
                return {};
            path.emplace_back(dotted.substr(1, end - 1));
            dotted.remove_prefix(end + 1);
        }
        else
        {
            const std::size_t end = std::min(dotted.find('.'), dotted.size());
            path.emplace_back(dotted.substr(0, end));
            dotted.remove_prefix(end);
        }
        if (path.back().empty())
            return {};
        if (dotted.empty())
            return path;
        if (!dotted.starts_with('.'))
            return {};
        dotted.remove_prefix(1);
    }
}

/// The row a path of keys falls under, taking user-chosen names for "*".
const config_key* row_of(const keys& path)
{
    std::string pattern;
    for (const std::string& key : path)
    {
        const config_children below = children_of(pattern);
        const bool fixed = std::find(below.names.begin(), below.names.end(), key) != below.names.end();
        pattern = child_pattern(pattern, fixed || !below.any_name ? key : "*");
    }
    return find_config_key(pattern);
}

bool is_text(const config_key* row)
{
    return row != nullptr && (row->type == config_type::text || row->type == config_type::duration);
}

class reader
{
public:
    reader(const config_sources& sources, problems& faults) : sources_(sources), faults_(faults) {}

    std::vector<config_part> read()
    {
        auto built_in = doc::parse_yaml(built_in_config(), "built-in configuration");
        add(config_layer::built_in, "built-in configuration", std::move(built_in.value()));
        read_file(config_layer::system, sources_.system_file, absence::normal);
        read_file(config_layer::user, user_file(), absence::normal);
        if (sources_.config_file.empty())
            read_file(config_layer::project, sources_.project_directory / "codex-flow.yaml", absence::normal);
        else
            read_file(config_layer::project, sources_.config_file, absence::fault);
        read_environment();
        const std::size_t flags = parts_.size();
        for (const config_override& flag : sources_.flags)
            read_flag(flag);
        read_redis_environment(flags);
        return std::move(parts_);
    }

private:
    enum class absence
    {
        normal,
        fault,
    };

    void add(config_layer layer, std::string place, doc::node tree)
    {
        parts_.push_back({layer, std::move(place), std::move(tree), false});
    }

    std::string variable(const std::string& name) const
    {
        return sources_.environment ? sources_.environment(name).value_or("") : "";
    }

    std::filesystem::path user_file() const
    {
        if (const std::string base = variable("XDG_CONFIG_HOME"); base.starts_with('/')) // others are invalid
            return std::filesystem::path(base) / "codex-flow" / "config.yaml";
        if (const std::string home = variable("HOME"); !home.empty())
            return std::filesystem::path(home) / ".config" / "codex-flow" / "config.yaml";
        return {};
    }

    void read_file(config_layer layer, const std::filesystem::path& path, absence when_absent)
    {
        if (path.empty())
            return;
        auto loaded = doc::load(path);
        if (!loaded)
        {
            if (loaded.error().code != errc::not_found || when_absent == absence::fault)
                faults_.add(loaded.error());
            return;
        }
        if (loaded->is_null()) // everything commented out
            loaded->type = doc::kind::mapping;
        if (!loaded->is_mapping())
            faults_.add(
                error(errc::invalid_argument,
                      "a configuration is a mapping, this is " + std::string(doc::describe(loaded->type)),
                      doc::in(path.string(), loaded->where)));
        else
            add(layer, path.string(), std::move(*loaded));
    }

    void set(const std::string& name, const keys& path, doc::node value)
    {
        add(config_layer::environment, "environment variable " + name, nest(path, std::move(value)));
    }

    /// The first of @p names that is set decides.
    void take_text(std::initializer_list<const char*> names, const keys& path)
    {
        for (const char* name : names)
            if (const std::string value = variable(name); !value.empty())
                return set(name, path, text_node(value));
    }

    /// What is no number stays text, for the check to refuse.
    void take_number(const std::string& name, const keys& path)
    {
        if (const std::string value = variable(name); !value.empty())
        {
            doc::node number = text_node(trim(value));
            if (number.text.find_first_not_of("0123456789") == std::string::npos)
                number.type = doc::kind::integer;
            set(name, path, std::move(number));
        }
    }

    void take_list(const std::string& name, const keys& path, char separator, bool appends)
    {
        const std::string value = variable(name);
        if (value.empty())
            return;
        doc::node list;
        list.type = doc::kind::sequence;
        for (std::string_view rest = value; !rest.empty();)
        {
            const std::string_view item = separator != '\0' ? rest.substr(0, rest.find(separator)) : rest;
            if (!item.empty())
                list.items.push_back(text_node(item));
            rest.remove_prefix(std::min(item.size() + 1, rest.size()));
        }
        set(name, path, std::move(list));
        parts_.back().appends = appends;
    }

    void take_price(const std::string& name, const std::string& provider, const std::string& direction)
    {
        if (const std::string value = variable(name); !value.empty())
            set(name, {"providers", provider, "price", direction}, price_per_million(value));
    }

    void read_environment()
    {
        take_list("CODEX_FLOW_PLUGIN_PATH", {"plugins", "paths"}, ':', true);
        take_list("CODEX_AGENTS_DIR", {"agents", "paths"}, '\0', false);
        take_text({"CODEX_FLOW_PROVIDER"}, {"providers", "default"});
        take_text({"MODEL"}, {"model"});
        take_number("LOGS_MAX_BYTES", {"logs", "max_bytes"});
        take_memory_backend();
        if (const std::string url = variable("OLLAMA_URL"); !url.empty())
            set("OLLAMA_URL", {"providers", "ollama", "base_url"}, text_node(url));
        else if (const std::string host = variable("OLLAMA_HOST"); !host.empty())
            set("OLLAMA_HOST", {"providers", "ollama", "base_url"}, text_node(ollama_url(host)));
        take_text({"OLLAMA_MODEL"}, {"providers", "ollama", "model"});
        take_text({"OPENAI_BASE_URL", "OPENAI_API_BASE"}, {"providers", "openai", "base_url"});
        take_text({"OPENAI_MODEL"}, {"providers", "openai", "model"});
        take_text({"ANTHROPIC_BASE_URL"}, {"providers", "anthropic", "base_url"});
        take_text({"ANTHROPIC_MODEL"}, {"providers", "anthropic", "model"});
        for (const std::string provider : {"OPENAI", "ANTHROPIC", "OLLAMA"})
        {
            take_price(provider + "_PRICE_IN", to_lower(provider), "input");
            take_price(provider + "_PRICE_OUT", to_lower(provider), "output");
        }
    }

    /// The last word about where memory is kept, of all layers read so far.
    std::string memory_plugin() const
    {
        std::string name;
        for (const config_part& part : parts_)
            if (const doc::node* memory = part.tree.find("memory"))
                if (const doc::node* plugin = memory->find("plugin"))
                    name = plugin->text;
        return name;
    }

    /** The original's names for its Redis. They say nothing about other plugins, so they count only where memory is
     *  kept in one, whoever says so. Their place is @p before the flags. */
    void read_redis_environment(std::size_t before)
    {
        if (memory_plugin() != "redis")
            return;
        const std::size_t first = parts_.size();
        if (!variable("MEM_REDIS_URL").empty())
        {
            // It may hold a password: the settings name it and do not repeat it. Without an address of their own, so
            // that one in a file does not count, and one in a flag does.
            set("MEM_REDIS_URL", {"memory", "url"}, text_node(""));
            set("MEM_REDIS_URL", {"memory", "url_env"}, text_node("MEM_REDIS_URL"));
        }
        take_text({"MEM_REDIS_PREFIX"}, {"memory", "prefix"});
        take_text({"MEM_REDIS_TTL_DEFAULT"}, {"memory", "ttl_default"});
        if (const std::string window = variable("MEM_REDIS_MAX_WINDOW"); !window.empty())
        {
            doc::node count = text_node(trim(window));
            if (!count.text.empty() && count.text.find_first_not_of("0123456789") == std::string::npos)
                count.type = doc::kind::integer; // what is none stays text, for the plugin's schema to refuse
            set("MEM_REDIS_MAX_WINDOW", {"memory", "max_window"}, std::move(count));
        }
        const auto begin = parts_.begin();
        std::rotate(begin + static_cast<std::ptrdiff_t>(before), begin + static_cast<std::ptrdiff_t>(first), parts_.end());
    }

    /// MEM_BACKEND=redis, as the original had it, which kept everything else in files.
    void take_memory_backend()
    {
        const std::string name = to_lower(trim(variable("MEM_BACKEND")));
        if (!name.empty())
            set("MEM_BACKEND", {"memory", "plugin"}, text_node(name == "file" || name == "files" ? "jsonl" : name));
    }

    // OLLAMA_HOST is also the address Ollama's server listens on: "host", "host:port", or a URL; the
    // port is 11434 unless a scheme brings its own, and "all addresses" means this machine.
    static std::string ollama_url(std::string_view host)
    {
        host = trim(host);
        const bool has_scheme = host.find("://") != std::string_view::npos;
        std::string scheme = "http://", path;
        if (has_scheme)
        {
            const std::size_t end = host.find("://") + 3;
            scheme = host.substr(0, end);
            host.remove_prefix(end);
        }
        if (const std::size_t slash = host.find('/'); slash != std::string_view::npos)
        {
            path = host.substr(slash) == "/" ? "" : host.substr(slash);
            host = host.substr(0, slash);
        }
        std::string port;
        const std::size_t colon = host.rfind(':');
        if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos)
        {
            port = host.substr(colon);
            host = host.substr(0, colon);
        }
        else if (!has_scheme)
            port = ":11434";
        const bool any = host.empty() || host == "0.0.0.0" || host == "[::]";
        return scheme + (any ? "127.0.0.1" : std::string(host)) + port + path;
    }

    void read_flag(const config_override& flag)
    {
        const keys path = split_key(flag.key);
        const location where{flag.flag, 0, 0};
        if (path.empty())
            return faults_.add(error(errc::invalid_argument, quote(flag.key) + " is not a key", where)
                                   .with_hint("write the keys with dots between them: limits.max_parallel"));
        doc::node value = text_node(flag.value);
        if (!is_text(row_of(path))) // a model called 4 is still a name
        {
            auto parsed = doc::parse_yaml(flag.value, flag.flag);
            if (!parsed)
                return faults_.add(error(parsed.error()).at(where));
            value = std::move(*parsed);
            forget_positions(value);
        }
        add(config_layer::flags, flag.flag, nest(path, std::move(value)));
    }

    const config_sources& sources_;
    problems& faults_;
    std::vector<config_part> parts_;
};

} // namespace

std::vector<config_part> read_config_parts(const config_sources& sources, problems& faults)
{
    return reader(sources, faults).read();
}

result<config_override> parse_config_override(std::string_view assignment)
{
    const std::size_t equals = assignment.find('=');
    if (equals == std::string_view::npos || equals == 0)
        return error(errc::invalid_argument, "-c needs KEY=VALUE, not " + quote(assignment.substr(0, equals)))
            .with_hint("for example: -c limits.max_parallel=4");
    const std::string key(trim(assignment.substr(0, equals)));
    return config_override{key, std::string(assignment.substr(equals + 1)), "-c " + key};
}

} // namespace codexflow
