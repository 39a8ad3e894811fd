#include "engine/config/config_part.hpp"
#include "engine/config/config_schema.hpp"
#include "engine/config/keep_rule.hpp"

#include "engine/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace codexflow {
namespace {

constexpr std::array<std::string_view, 10> secret_keys{
    "api_key", "apikey",   "api-key", "access_token", "auth_token",
    "token",   "password", "passwd",  "secret",       "client_secret"};

bool is_secret_key(const std::string& key)
{
    const std::string lower = to_lower(key);
    return std::find(secret_keys.begin(), secret_keys.end(), lower) != secret_keys.end();
}

class checker
{
public:
    checker(const config_part& part, problems& faults) : part_(part), faults_(faults) {}

    /// @p pattern is the table's name of the place, @p path the user's.
    void check(const doc::node& value, const std::string& pattern, const std::string& path)
    {
        const config_key* row = find_config_key(pattern);
        const config_children below = children_of(pattern);
        if (row != nullptr && row->type == config_type::block_or_off && is_off(value))
            return;
        if (row != nullptr && !is_block(row->type))
            return check_value(value, *row, path);
        if (value.is_null()) // a section whose lines are all commented out
            return;
        if (below.elements)
            return check_list(value, pattern, path);
        if (!value.is_mapping())
            return wrong_type(value, row != nullptr ? describe(row->type) : "a mapping", path, hint_for_block(pattern, below));
        const bool open = row != nullptr && is_block(row->type);
        for (const doc::member& m : value.members)
            check_member(m, below, open, pattern, path);
    }

private:
    void fail(doc::position where, std::string message, std::string hint = {})
    {
        faults_.add(
            error(errc::invalid_argument, std::move(message), part_.at(where)).with_hint(std::move(hint)));
    }

    void wrong_type(const doc::node& value, std::string_view wanted, const std::string& path,
                    std::string hint = {})
    {
        fail(value.where, fmt::format("{} must be {}, not {}", path, wanted, doc::describe(value.type)),
             std::move(hint));
    }

    static std::string hint_for_block(const std::string& pattern, const config_children& below)
    {
        for (const std::string& name : below.names)
            if (find_config_key(child_pattern(pattern, name)) != nullptr &&
                find_config_key(child_pattern(pattern, name))->required)
                return "write { " + name + ": NAME }";
        return {};
    }

    void check_member(const doc::member& m, const config_children& below, bool open,
                      const std::string& pattern, const std::string& path)
    {
        const bool fixed = std::find(below.names.begin(), below.names.end(), m.key) != below.names.end();
        const std::string inner = child_path(path, m.key);
        if (!fixed && is_secret_key(m.key))
            return refuse_secret(m, inner);
        if (fixed)
            return check(m.value, child_pattern(pattern, m.key), inner);
        if (below.any_name)
        {
            if (!is_name(m.key))
                return fail(m.where, fmt::format("{} is not a name", quote(m.key)),
                            "use letters, digits, '-', '_' and '.'");
            if (!m.value.is_mapping() && !below.names.empty())
            {
                // In a section with fixed keys too, a plain value is rather a misspelt one of those.
                const std::string near = nearest(m.key, below.names);
                return fail(m.where,
                            fmt::format("{} must be a mapping, not {}", inner, doc::describe(m.value.type)),
                            near.empty() ? "write { plugin: NAME }" : "did you mean '" + near + "'?");
            }
            return check(m.value, child_pattern(pattern, "*"), inner);
        }
        if (open)
            return check_setting(m.value, inner);
        const std::string section = path.empty() ? "" : " in " + path;
        fail(m.where, fmt::format("unknown key {}{}", quote(m.key), section),
             did_you_mean(m.key, below.names));
    }

    // Not ours to judge, apart from secrets: the plugin's manifest says what its settings may be.
    void check_setting(const doc::node& value, const std::string& path)
    {
        for (const doc::member& m : value.members)
        {
            const std::string inner = child_path(path, m.key);
            if (is_secret_key(m.key))
                refuse_secret(m, inner);
            else
                check_setting(m.value, inner);
        }
        for (std::size_t i = 0; i < value.items.size(); ++i)
            check_setting(value.items[i], fmt::format("{}[{}]", path, i));
    }

    void refuse_secret(const doc::member& m, const std::string& path)
    {
        fail(m.where, path + " would be a secret written by value",
             fmt::format("name the environment variable that holds it: {}_env: NAME", m.key));
    }

    void check_list(const doc::node& value, const std::string& pattern, const std::string& path)
    {
        if (!value.is_sequence())
            return wrong_type(value, "a list", path);
        for (std::size_t i = 0; i < value.items.size(); ++i)
        {
            const std::string inner = fmt::format("{}[{}]", path, i);
            if (value.items[i].is_mapping())
                check(value.items[i], pattern + "[]", inner);
            else
                wrong_type(value.items[i], "a mapping", inner, "write { plugin: NAME }");
        }
    }

    void check_value(const doc::node& value, const config_key& row, const std::string& path)
    {
        switch (row.type)
        {
        case config_type::boolean:
            if (!doc::as_boolean(value))
                wrong_type(value, describe(row.type), path);
            return;
        case config_type::integer:
        case config_type::number: return check_number(value, row, path);
        case config_type::text: return check_text(value, row, path);
        case config_type::duration: return check_duration(value, path);
        case config_type::keep:
            if (!keep_rule_of(value.text) || (!value.is_string() && value.type != doc::kind::integer))
                wrong_keep(value, path);
            return;
        case config_type::text_list:
        case config_type::path_list: return check_texts(value, row, path);
        case config_type::block:
        case config_type::block_or_off: return;
        }
    }

    void check_number(const doc::node& value, const config_key& row, const std::string& path)
    {
        const auto number = doc::as_number(value); // also whole ones too large for 64 bits
        if (!number || (row.type == config_type::integer && value.type != doc::kind::integer))
            return wrong_type(value, describe(row.type), path);
        const double read = *number;
        if (row.low == row.high && read != row.low)
            fail(value.where, fmt::format("{} must be {}, not {}", path, row.low, value.text),
                 "this program reads no other version");
        else if (!(read >= row.low))
            fail(value.where, fmt::format("{} must be at least {}, not {}", path, row.low, value.text));
        else if (!(read <= row.high))
            fail(value.where, fmt::format("{} must be at most {}, not {}", path, row.high, value.text));
    }

    void check_text(const doc::node& value, const config_key& row, const std::string& path)
    {
        const bool other_scalar = !value.is_null() && !value.is_mapping() && !value.is_sequence();
        if (!value.is_string())
            wrong_type(value, describe(row.type), path,
                       other_scalar ? "put it in quotes: \"" + value.text + "\"" : "");
        else if (trim(value.text).empty())
            fail(value.where, path + " is empty");
    }

    void wrong_keep(const doc::node& value, const std::string& path)
    {
        const bool shown = value.is_string() || value.type == doc::kind::integer;
        fail(value.where,
             fmt::format("{} must be {}, not {}", path, describe(config_type::keep),
                         shown ? quote(value.text) : std::string(doc::describe(value.type))));
    }

    void check_duration(const doc::node& value, const std::string& path)
    {
        if (!value.is_string())
            return wrong_type(value, describe(config_type::duration), path,
                              "write a unit: 250ms, 30s, 10m, 2h or 7d");
        const auto read = parse_duration(value.text);
        if (!read)
            fail(value.where, path + ": " + read.error().message, read.error().hint);
        else if (read->count() == 0)
            fail(value.where, path + " must be more than 0");
    }

    void check_texts(const doc::node& value, const config_key& row, const std::string& path)
    {
        if (value.is_null())
            return;
        if (!value.is_sequence())
            return wrong_type(value, describe(row.type), path,
                              value.is_string() ? "write [" + value.text + "]" : "");
        for (std::size_t i = 0; i < value.items.size(); ++i)
            check_text(value.items[i], {row.pattern, config_type::text, {}}, fmt::format("{}[{}]", path, i));
    }

    const config_part& part_;
    problems& faults_;
};

} // namespace

bool is_off(const doc::node& value) noexcept
{
    return (value.is_string() && value.text == "off") || doc::as_boolean(value) == false;
}

void check_config_part(const config_part& part, problems& faults)
{
    checker(part, faults).check(part.tree, "", "");
}

} // namespace codexflow
