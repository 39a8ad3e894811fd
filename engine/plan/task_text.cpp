#include "engine/plan/tasks_file.hpp"

#include "engine/base/text.hpp"

namespace codexflow {
namespace {

void write_indented(std::string_view text, const std::string& indent, std::string& out)
{
    while (!text.empty())
    {
        const std::string_view line = text.substr(0, text.find('\n'));
        out += line.empty() ? "\n" : indent + std::string(line) + '\n';
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
}

void write_outline(const doc::node& value, const std::string& indent, std::string& out);

/// What follows "key:" or "-", up to and including the line's end.
void write_value(const doc::node& value, const std::string& indent, std::string& out)
{
    if (value.is_mapping() || value.is_sequence())
    {
        const bool empty = value.members.empty() && value.items.empty();
        out += empty ? " none\n" : "\n";
        return write_outline(value, indent + "  ", out);
    }
    if (value.text.find('\n') == std::string::npos)
        out += (value.text.empty() ? (value.is_null() ? " none" : " \"\"") : " " + value.text) + "\n";
    else
    {
        out += " |\n";
        write_indented(value.text, indent + "  ", out);
    }
}

void write_outline(const doc::node& value, const std::string& indent, std::string& out)
{
    for (const doc::member& m : value.members)
    {
        out += indent + m.key + ':';
        write_value(m.value, indent, out);
    }
    for (const doc::node& item : value.items)
    {
        out += indent + '-';
        write_value(item, indent, out);
    }
}

/// What the object asks for in words, if it does.
const doc::member* lead_of(const doc::node& object)
{
    for (const char* key : {"instruction", "goal"})
        if (const doc::member* m = object.find_member(key); m != nullptr && m->value.is_string())
            return m;
    return nullptr;
}

} // namespace

std::string task_text(const doc::node& input)
{
    if (!input.is_mapping())
        return input.text;
    std::string text;
    const doc::member* lead = lead_of(input);
    if (lead != nullptr)
        text = std::string(trim(lead->value.text)) + "\n\n";
    for (const doc::member& m : input.members)
    {
        if (&m == lead)
            continue;
        text += m.key + ':';
        write_value(m.value, "", text);
    }
    return std::string(trim(text));
}

} // namespace codexflow
