#include "engine/config/settings_check.hpp"

#include "engine/base/text.hpp"
#include "engine/config/config_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace codexflow {
namespace {

bool has_type(const doc::node& value, std::string_view name)
{
    switch (value.type)
    {
    case doc::kind::null: return name == "null";
    case doc::kind::boolean: return name == "boolean";
    case doc::kind::integer: return name == "integer" || name == "number";
    case doc::kind::number: return name == "number";
    case doc::kind::string: return name == "string";
    case doc::kind::sequence: return name == "array";
    case doc::kind::mapping: return name == "object";
    }
    return false;
}

/// A schema's word for a type as we say it in messages.
std::string_view in_words(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, doc::kind>, 7> words{{
        {"null", doc::kind::null},
        {"boolean", doc::kind::boolean},
        {"integer", doc::kind::integer},
        {"number", doc::kind::number},
        {"string", doc::kind::string},
        {"array", doc::kind::sequence},
        {"object", doc::kind::mapping},
    }};
    for (const auto& [word, kind] : words)
        if (word == name)
            return doc::describe(kind);
    return name;
}

std::size_t characters(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_variable_name(std::string_view text)
{
    const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
    return !text.empty() && letter(text.front()) &&
           std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

class checker
{
public:
    checker(const settings_block& block, problems& faults) : block_(block), faults_(faults) {}

    void check(const doc::node& value, const doc::node& schema, const std::string& path)
    {
        if (!schema.is_mapping() || !check_type(value, schema, path))
            return;
        check_words(value, schema, path);
        check_number(value, schema, path);
        if (value.is_string())
        {
            check_size(characters(value.text), schema, "minLength", "maxLength", "characters", path);
            check_format(value, schema, path);
        }
        if (value.is_sequence())
        {
            check_size(value.items.size(), schema, "minItems", "maxItems", "elements", path);
            if (const doc::node* items = schema.find("items"))
                for (std::size_t i = 0; i < value.items.size(); ++i)
                    check(value.items[i], *items, fmt::format("{}[{}]", path, i));
        }
        if (value.is_mapping())
            check_members(value, schema, path);
    }

private:
    void fail(const std::string& path, std::string message, std::string hint = {})
    {
        faults_.add(
            error(errc::invalid_argument, std::move(message), block_.where(path)).with_hint(std::move(hint)));
    }

    bool check_type(const doc::node& value, const doc::node& schema, const std::string& path)
    {
        const doc::node* type = schema.find("type");
        if (type == nullptr)
            return true;
        std::vector<std::string> words;
        for (const doc::node& each : type->is_sequence() ? type->items : std::vector<doc::node>{*type})
        {
            if (has_type(value, each.text))
                return true;
            words.emplace_back(in_words(each.text));
        }
        const bool text_wanted = std::find(words.begin(), words.end(), in_words("string")) != words.end();
        const bool plain = !value.is_null() && !value.is_mapping() && !value.is_sequence();
        fail(path, fmt::format("{} must be {}, not {}", path, join(words, " or "), doc::describe(value.type)),
             text_wanted && plain ? "put it in quotes: \"" + value.text + "\"" : "");
        return false;
    }

    void check_words(const doc::node& value, const doc::node& schema, const std::string& path)
    {
        if (const doc::node* only = schema.find("const"); only != nullptr && doc::compact_json(*only) != doc::compact_json(value))
            fail(path, fmt::format("{} must be {}, not {}", path, doc::compact_json(*only), doc::compact_json(value)));
        const doc::node* allowed = schema.find("enum");
        if (allowed == nullptr)
            return;
        std::vector<std::string> words;
        for (const doc::node& each : allowed->items)
        {
            if (doc::compact_json(each) == doc::compact_json(value))
                return;
            words.push_back(each.is_string() ? each.text : doc::compact_json(each));
        }
        fail(path,
             fmt::format("{} cannot be {}", path, value.is_string() ? quote(value.text) : doc::compact_json(value)),
             did_you_mean(value.text, words));
    }

    void check_number(const doc::node& value, const doc::node& schema, const std::string& path)
    {
        const auto number = doc::as_number(value);
        if (!number)
            return;
        const auto compare = [&](const char* keyword, const char* words, auto breaks) {
            const doc::node* bound = schema.find(keyword);
            if (bound == nullptr)
                return;
            if (const auto limit = doc::as_number(*bound); limit && breaks(*number, *limit))
                fail(path, fmt::format("{} must be {} {}, not {}", path, words, bound->text, value.text));
        };
        compare("minimum", "at least", [](double n, double limit) { return !(n >= limit); });
        compare("maximum", "at most", [](double n, double limit) { return !(n <= limit); });
        compare("exclusiveMinimum", "more than", [](double n, double limit) { return !(n > limit); });
        compare("exclusiveMaximum", "less than", [](double n, double limit) { return !(n < limit); });
    }

    void check_size(std::size_t size, const doc::node& schema, const char* low, const char* high,
                    const char* what, const std::string& path)
    {
        const auto bound = [&](const char* keyword) {
            const doc::node* found = schema.find(keyword);
            return found != nullptr ? doc::as_integer(*found) : std::nullopt;
        };
        if (const auto least = bound(low); least && size < static_cast<std::size_t>(*least))
            fail(path, *least == 1
                           ? path + " is empty"
                           : fmt::format("{} must have at least {} {}, not {}", path, *least, what, size));
        if (const auto most = bound(high); most && size > static_cast<std::size_t>(*most))
            fail(path, fmt::format("{} must have at most {} {}, not {}", path, *most, what, size));
    }

    void check_format(const doc::node& value, const doc::node& schema, const std::string& path)
    {
        const doc::node* format = schema.find("format");
        if (format == nullptr)
            return;
        // The value is not shown: it may be the secret itself, put here by mistake.
        if (format->text == "secret-env" && !is_variable_name(value.text))
            fail(path, path + " must be the name of an environment variable",
                 "put the secret into a variable and write that variable's name here");
        if (format->text == "base-url" && !value.text.starts_with("http://") &&
            !value.text.starts_with("https://"))
            fail(path, fmt::format("{} must begin with http:// or https://", path));
        if (format->text == "duration")
            if (const auto read = parse_duration(value.text); !read)
                fail(path, path + ": " + read.error().message, read.error().hint);
    }

    void check_members(const doc::node& value, const doc::node& schema, const std::string& path)
    {
        const doc::node* properties = schema.find("properties");
        const doc::node* others = schema.find("additionalProperties");
        std::vector<std::string> known;
        if (properties != nullptr)
            for (const doc::member& m : properties->members)
                known.push_back(m.key);
        for (const doc::member& m : value.members)
        {
            const std::string inner = child_path(path, m.key);
            if (const doc::node* own = properties != nullptr ? properties->find(m.key) : nullptr)
                check(m.value, *own, inner);
            else if (others != nullptr && others->is_mapping())
                check(m.value, *others, inner);
            else if (others != nullptr ? !doc::as_boolean(*others).value_or(true) : properties != nullptr)
                fail(inner, fmt::format("unknown setting {} in {}", quote(m.key), path),
                     did_you_mean(m.key, known));
        }
        if (const doc::node* required = schema.find("required"))
            for (const doc::node& name : required->items)
                if (value.find(name.text) == nullptr)
                    fail(path, fmt::format("{} has no {}", path, quote(name.text)),
                         fmt::format("add {}: ...", name.text));
    }

    const settings_block& block_;
    problems& faults_;
};

void collect_unchecked(const doc::node& schema, const std::string& path, std::vector<std::string>& found)
{
    constexpr std::array<std::string_view, 26> known{"type",
                                                     "enum",
                                                     "const",
                                                     "minimum",
                                                     "maximum",
                                                     "exclusiveMinimum",
                                                     "exclusiveMaximum",
                                                     "minLength",
                                                     "maxLength",
                                                     "minItems",
                                                     "maxItems",
                                                     "items",
                                                     "properties",
                                                     "required",
                                                     "additionalProperties",
                                                     "format",
                                                     "title",
                                                     "description",
                                                     "default",
                                                     "examples",
                                                     "deprecated",
                                                     "readOnly",
                                                     "writeOnly",
                                                     "$schema",
                                                     "$id",
                                                     "$comment"};
    for (const doc::member& m : schema.members)
    {
        const std::string inner = child_path(path, m.key);
        if (std::find(known.begin(), known.end(), m.key) == known.end())
            found.push_back(inner);
        else if (m.key == "properties")
            for (const doc::member& property : m.value.members)
                collect_unchecked(property.value, child_path(inner, property.key), found);
        else if (m.key == "items" || m.key == "additionalProperties")
            collect_unchecked(m.value, inner, found);
    }
}

} // namespace

void check_settings(const settings_block& block, const doc::node& schema, problems& faults)
{
    static const doc::node empty{doc::kind::mapping, {}, {}, {}, {}};
    checker(block, faults).check(block.values.is_null() ? empty : block.values, schema, block.path);
}

std::vector<std::string> unchecked_keywords(const doc::node& schema)
{
    std::vector<std::string> found;
    collect_unchecked(schema, "", found);
    return found;
}

} // namespace codexflow
