#include "plugins/mcp/canonical_json.hpp"

#include <codexflow/json_writer.hpp>

#include <map>
#include <string_view>
#include <utility>

namespace codexflow::mcp {
namespace {

void write(json::value from, std::string& to)
{
    if (from.is_object())
    {
        std::map<std::string_view, json::value> sorted;
        for (const json::member m : from.members())
            sorted[m.name] = m.value;
        char before = '{';
        for (const auto& [name, value] : sorted)
        {
            to += std::exchange(before, ',');
            append_json_string(to, name);
            to += ':';
            write(value, to);
        }
        to += sorted.empty() ? "{}" : "}";
    }
    else if (from.is_array())
    {
        char before = '[';
        for (const json::value one : from.elements())
        {
            to += std::exchange(before, ',');
            write(one, to);
        }
        to += from.size() == 0 ? "[]" : "]";
    }
    else if (from.is_string())
        append_json_string(to, from.string());
    else
        to += from.exists() ? from.raw() : "null";
}

} // namespace

std::string canonical_json(json::value from)
{
    std::string text;
    write(from, text);
    return text;
}

} // namespace codexflow::mcp
