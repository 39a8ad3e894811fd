#include "engine/config/config.hpp"
#include "engine/config/config_schema.hpp"

#include <fmt/format.h>

namespace codexflow {
namespace {

doc::node text_of(std::string_view text) { return {doc::kind::string, std::string(text), {}, {}, {}}; }
doc::node whole(std::string_view text) { return {doc::kind::integer, std::string(text), {}, {}, {}}; }
doc::node yes_or_no(bool value) { return {doc::kind::boolean, value ? "true" : "false", {}, {}, {}}; }
doc::node list_of(std::vector<doc::node> items)
{
    return {doc::kind::sequence, {}, std::move(items), {}, {}};
}

class object
{
public:
    object& set(std::string key, doc::node value)
    {
        made_.members.push_back({std::move(key), {}, std::move(value)});
        return *this;
    }
    doc::node take() { return std::move(made_); }

private:
    doc::node made_{doc::kind::mapping, {}, {}, {}, {}};
};

doc::node describe_value(const config_key& key, const doc::node* built_in)
{
    object made;
    made.set("description", text_of(key.doc));
    switch (key.type)
    {
    case config_type::boolean: made.set("type", text_of("boolean")); break;
    case config_type::integer:
    case config_type::number:
        made.set("type", text_of(key.type == config_type::integer ? "integer" : "number"))
            .set("minimum", whole(fmt::format("{}", key.low)))
            .set("maximum", whole(fmt::format("{}", key.high)));
        break;
    case config_type::duration:
        made.set("type", text_of("string")).set("pattern", text_of("^[0-9]+(ms|s|m|h|d)$"));
        break;
    case config_type::keep:
        made.set("pattern", text_of("^(none|failed|all)$"))
            .set("type", list_of({text_of("string"), text_of("integer")}))
            .set("minimum", whole("0"))
            .set("maximum", whole("1000000"));
        break;
    case config_type::text_list:
    case config_type::path_list:
        made.set("type", list_of({text_of("array"), text_of("null")}))
            .set("items", object().set("type", text_of("string")).set("minLength", whole("1")).take());
        break;
    default: made.set("type", text_of("string")).set("minLength", whole("1")); break;
    }
    if (built_in != nullptr)
        made.set("default", *built_in);
    return made.take();
}

/// The schema of what stands at @p pattern; @p built_in is the built-in value there, if any.
doc::node describe_place(const std::string& pattern, const doc::node* built_in)
{
    const config_key* row = find_config_key(pattern);
    if (row != nullptr && !is_block(row->type))
        return describe_value(*row, built_in);
    const config_children below = children_of(pattern);
    object made;
    if (row != nullptr)
        made.set("description", text_of(row->doc));
    if (below.elements)
        return made.set("type", list_of({text_of("array"), text_of("null")}))
            .set("items", describe_place(pattern + "[]", nullptr))
            .take();

    const bool may_be_empty = row == nullptr; // a section whose lines are all commented out
    const bool may_be_off = row != nullptr && row->type == config_type::block_or_off;
    if (may_be_off)
        made.set("type", list_of({text_of("object"), text_of("string"), text_of("boolean")}))
            .set("pattern", text_of("^off$"));
    else
        made.set("type", may_be_empty && !pattern.empty() ? list_of({text_of("object"), text_of("null")})
                                                          : text_of("object"));
    object properties;
    for (const std::string& name : below.names)
        properties.set(name, describe_place(child_pattern(pattern, name),
                                            built_in != nullptr ? built_in->find(name) : nullptr));
    made.set("properties", properties.take());
    if (below.any_name)
        made.set("propertyNames", object().set("pattern", text_of("^[A-Za-z0-9_-][A-Za-z0-9._-]*$")).take())
            .set("additionalProperties", describe_place(child_pattern(pattern, "*"), nullptr));
    else
        made.set("additionalProperties", yes_or_no(row != nullptr));
    return made.take();
}

void write_pretty(const doc::node& value, const std::string& indent, std::string& out)
{
    if (!value.is_mapping() || value.members.empty())
        return doc::write_json(value, out);
    const std::string inner = indent + "  ";
    out += "{";
    for (const doc::member& m : value.members)
    {
        out += &m == &value.members.front() ? "\n" : ",\n";
        out += inner;
        doc::write_json(text_of(m.key), out);
        out += ": ";
        write_pretty(m.value, inner, out);
    }
    out += "\n" + indent + "}";
}

} // namespace

std::string config_json_schema()
{
    const auto built_in = doc::parse_yaml(built_in_config(), "built-in configuration");
    object whole_schema;
    whole_schema.set("$schema", text_of("https://json-schema.org/draft/2020-12/schema"))
        .set("title", text_of("codex-flow configuration (codex-flow.yaml)"));
    const doc::node top = describe_place("", &built_in.value());
    for (const doc::member& m : top.members)
        whole_schema.set(m.key, m.value);
    std::string text;
    write_pretty(whole_schema.take(), "", text);
    return text + "\n";
}

} // namespace codexflow
