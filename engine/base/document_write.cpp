#include "engine/base/document.hpp"

#include <fmt/format.h>

#include <cmath>

namespace codexflow::doc {
namespace {

void write_string(std::string_view text, std::string& out)
{
    constexpr std::string_view digits = "0123456789abcdef";
    out += '"';
    for (const char c : text)
    {
        const auto byte = static_cast<unsigned char>(c);
        switch (c)
        {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (byte >= 0x20)
                out += c;
            else
            {
                out += "\\u00";
                out += digits[byte >> 4U];
                out += digits[byte & 0xFU];
            }
        }
    }
    out += '"';
}

// What both YAML and JSON spell alike: -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][-+]?[0-9]+)?
bool is_json_number(std::string_view text) noexcept
{
    const auto digits = [&text] {
        std::size_t n = 0;
        while (n < text.size() && text[n] >= '0' && text[n] <= '9')
            ++n;
        text.remove_prefix(n);
        return n;
    };
    if (text.starts_with('-'))
        text.remove_prefix(1);
    const bool zero = text.starts_with('0');
    if (const std::size_t whole = digits(); whole == 0 || (zero && whole > 1))
        return false;
    if (text.starts_with('.'))
    {
        text.remove_prefix(1);
        if (digits() == 0)
            return false;
    }
    if (text.starts_with('e') || text.starts_with('E'))
    {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-'))
            text.remove_prefix(1);
        if (digits() == 0)
            return false;
    }
    return text.empty();
}

void write_number(const node& value, std::string& out)
{
    if (is_json_number(value.text))
        out += value.text;
    else if (const auto whole = as_integer(value))
        out += std::to_string(*whole);
    else if (const auto number = as_number(value); number && std::isfinite(*number))
        out += fmt::format("{}", *number);
    else
        write_string(value.text, out);
}

} // namespace

void write_json(const node& value, std::string& out)
{
    switch (value.type)
    {
    case kind::null: out += "null"; break;
    case kind::boolean: out += as_boolean(value).value_or(false) ? "true" : "false"; break;
    case kind::integer:
    case kind::number: write_number(value, out); break;
    case kind::string: write_string(value.text, out); break;
    case kind::sequence:
        out += '[';
        for (const node& item : value.items)
        {
            if (&item != &value.items.front())
                out += ',';
            write_json(item, out);
        }
        out += ']';
        break;
    case kind::mapping:
        out += '{';
        for (const member& m : value.members)
        {
            if (&m != &value.members.front())
                out += ',';
            write_string(m.key, out);
            out += ':';
            write_json(m.value, out);
        }
        out += '}';
        break;
    }
}

std::string compact_json(const node& value)
{
    std::string text;
    write_json(value, text);
    return text;
}

} // namespace codexflow::doc
