#include "plugins/offline/yaml_map.hpp"

#include "plugins/offline/nearest_name.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <vector>

namespace codexflow::offline {

void fail_at(const std::string& file, const YAML::Mark& mark, const std::string& what)
{
    std::string place = file;
    if (!mark.is_null())
        place += ':' + std::to_string(mark.line + 1) + ':' + std::to_string(mark.column + 1);
    throw failure(CFLOW_E_INVALID, place + ": " + what);
}

yaml_map::yaml_map(const YAML::Node& node, const std::string& file,
                   std::initializer_list<std::string_view> known)
    : node_(node),
      file_(file)
{
    if (!node.IsMap())
        fail(node, "a mapping is needed here");
    std::vector<std::string> seen;
    for (const auto& item : node)
    {
        if (!item.first.IsScalar())
            fail(item.first, "a name is needed here");
        const std::string& name = item.first.Scalar();
        if (std::find(known.begin(), known.end(), name) == known.end())
            fail(item.first, "unknown key '" + name + "'" + suggest(name, {known.begin(), known.size()}));
        if (std::find(seen.begin(), seen.end(), name) != seen.end())
            fail(item.first, "the key '" + name + "' stands here twice");
        seen.push_back(name);
    }
}

YAML::Node yaml_map::operator[](std::string_view name) const
{
    for (const auto& item : node_)
    {
        if (item.first.Scalar() == name && !item.second.IsNull())
            return item.second;
    }
    return YAML::Node(YAML::NodeType::Undefined);
}

YAML::Node yaml_map::scalar(std::string_view name) const
{
    YAML::Node value = (*this)[name];
    if (value.IsDefined() && !value.IsScalar())
        fail(value, "'" + std::string(name) + "' is one value, not a list or a mapping");
    return value;
}

std::string yaml_map::text(std::string_view name) const
{
    const YAML::Node value = scalar(name);
    return value.IsDefined() ? value.Scalar() : std::string();
}

std::optional<std::uint64_t> yaml_map::number(std::string_view name, std::uint64_t most) const
{
    const YAML::Node value = scalar(name);
    if (!value.IsDefined())
        return std::nullopt;
    const auto number = json::detail::to_integer<std::uint64_t>(value.Scalar());
    if (!number || *number > most)
        fail(value, "'" + std::string(name) + "' is a whole number from 0 to " + std::to_string(most) +
                        ", not '" + value.Scalar() + "'");
    return number;
}

std::optional<bool> yaml_map::boolean(std::string_view name) const
{
    const YAML::Node value = scalar(name);
    if (!value.IsDefined())
        return std::nullopt;
    if (value.Scalar() != "true" && value.Scalar() != "false")
        fail(value, "'" + std::string(name) + "' is true or false, not '" + value.Scalar() + "'");
    return value.Scalar() == "true";
}

void yaml_map::fail(const YAML::Node& at, const std::string& what) const { fail_at(file_, at.Mark(), what); }

namespace {

void write(json_writer& out, const YAML::Node& node)
{
    switch (node.Type())
    {
    case YAML::NodeType::Map:
        out.begin_object();
        for (const auto& item : node)
            write(out.key(item.first.Scalar()), item.second);
        out.end_object();
        break;
    case YAML::NodeType::Sequence:
        out.begin_array();
        for (const YAML::Node& item : node)
            write(out, item);
        out.end_array();
        break;
    case YAML::NodeType::Scalar:
    {
        json::document plain;
        const bool quoted = node.Tag() == "!";
        if (!quoted && plain.parse(node.Scalar()) && !plain.root().is_string() && plain.root().size() == 0)
            out.raw(node.Scalar());
        else
            out.value(node.Scalar());
        break;
    }
    default: out.value(nullptr);
    }
}

} // namespace

std::string to_json(const YAML::Node& node)
{
    std::string text;
    json_writer out(text);
    write(out, node);
    return text;
}

} // namespace codexflow::offline
