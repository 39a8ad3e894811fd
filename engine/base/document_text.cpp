#include "engine/base/document_text.hpp"

#include "engine/base/document_builder.hpp"
#include "engine/base/text.hpp"

#include <codexflow/utf8.hpp>

#include <algorithm>
#include <array>

namespace codexflow::doc {
namespace {

constexpr std::size_t line_width = 120;

std::size_t characters(std::string_view text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Words that other readers of YAML take for something else than text.
bool is_old_boolean(std::string_view text)
{
    constexpr std::array<std::string_view, 8> words{"y", "n", "yes", "no", "on", "off", "<<", "="};
    return std::find(words.begin(), words.end(), to_lower(text)) != words.end();
}

/// 2025-07-25 and the like, which some readers take for a time.
bool looks_like_date(std::string_view text)
{
    return text.size() >= 8 && std::count(text.begin(), text.end(), '-') >= 2 &&
           std::all_of(text.begin(), text.begin() + 4, [](char c) { return c >= '0' && c <= '9'; });
}

/// What only double quotes can hold: control characters, invisible line ends, bytes that are no text.
bool needs_escapes(std::string_view text)
{
    const bool lines = text.find('\n') != text.npos; // then it may hold tabs, too
    for (std::size_t at = 0; at < text.size();)
    {
        const utf8::step step = utf8::look(text, at);
        const std::string_view character = text.substr(at, step.size);
        const auto first = static_cast<unsigned char>(text[at]);
        const bool control = first < 0x20U && first != '\n' && !(lines && first == '\t');
        const bool c1 = first == 0xC2U && step.size == 2 && static_cast<unsigned char>(text[at + 1]) < 0xA0U;
        if (step.what != utf8::unit::character || control || c1 || first == 0x7FU ||
            character == "\u2028" || character == "\u2029" || character == "\uFEFF")
            return true;
        at += step.size;
    }
    return false;
}

bool is_plain(const std::string& text)
{
    constexpr std::string_view signs = "-?:,[]{}#&*!|=>'\"%@` ";
    if (text.empty() || signs.find(text.front()) != signs.npos || text.back() == ' ' || text.back() == ':')
        return false;
    if (text.find(": ") != text.npos || text.find(" #") != text.npos)
        return false;
    if (is_old_boolean(text) || looks_like_date(text))
        return false;
    const auto back = parse_yaml(text, "");
    return back && back->is_string() && back->text == text;
}

std::string single_quoted(std::string_view text)
{
    std::string made = "'";
    for (const char c : text)
        made += c == '\'' ? "''" : std::string(1, c);
    return made + '\'';
}

std::string json_string(std::string_view text)
{
    std::string made;
    write_json(make(text), made);
    return made;
}

/// One line of prose in lines of at most @p width characters, broken at single blanks.
std::vector<std::string> fold(const std::string& text, std::size_t width)
{
    std::vector<std::string> lines;
    std::size_t start = 0, last = 0;
    const auto wide = [&](std::size_t end) { return characters(std::string_view(text).substr(start, end - start)) > width; };
    for (std::size_t at = text.find(' '); at != text.npos; at = text.find(' ', at + 1))
    {
        const bool single = at + 1 < text.size() && text[at + 1] != ' ' && at != 0 && text[at - 1] != ' ';
        if (!single)
            continue;
        if (last > start && wide(at))
        {
            lines.push_back(text.substr(start, last - start));
            start = last + 1;
        }
        last = at;
    }
    if (last > start && wide(text.size()))
    {
        lines.push_back(text.substr(start, last - start));
        start = last + 1;
    }
    lines.push_back(text.substr(start));
    return lines;
}

class yaml_writer
{
public:
    void write(const node& value, std::size_t depth)
    {
        if (value.is_mapping() && !value.members.empty())
            members(value, depth);
        else if (value.is_sequence() && !value.items.empty())
            items(value, depth);
        else
            scalar(value, depth);
    }
    std::string take() { return std::move(out_); }

private:
    static bool is_block(const node& value)
    {
        return (value.is_mapping() && !value.members.empty()) || (value.is_sequence() && !value.items.empty());
    }

    void indent(std::size_t depth) { out_.append(2 * depth, ' '); }

    void members(const node& value, std::size_t depth)
    {
        for (const member& m : value.members)
        {
            if (&m != &value.members.front())
                indent(depth);
            out_ += (is_plain(m.key) ? m.key : json_string(m.key)) + ':';
            if (!is_block(m.value))
            {
                out_ += ' ';
                scalar(m.value, depth + 1);
                continue;
            }
            out_ += '\n';
            indent(depth + 1);
            write(m.value, depth + 1);
        }
    }

    void items(const node& value, std::size_t depth)
    {
        for (const node& item : value.items)
        {
            if (&item != &value.items.front())
                indent(depth);
            out_ += "- ";
            write(item, depth + 1);
        }
    }

    void scalar(const node& value, std::size_t depth)
    {
        switch (value.type)
        {
        case kind::mapping: out_ += "{}\n"; break;
        case kind::sequence: out_ += "[]\n"; break;
        case kind::null: out_ += "null\n"; break;
        case kind::string: text(value.text, depth); break;
        default: out_ += value.text + '\n'; break;
        }
    }

    void text(const std::string& value, std::size_t depth)
    {
        if (needs_escapes(value))
            out_ += json_string(value) + '\n';
        else if (value.find('\n') != value.npos)
            literal(value, depth);
        else if (characters(value) + 2 * depth > line_width && value.front() != ' ' && value.back() != ' ')
            folded(value, depth);
        else
            out_ += (is_plain(value) ? value : single_quoted(value)) + '\n';
    }

    void literal(const std::string& value, std::size_t depth)
    {
        const bool blank_begin = value.front() == ' ' || value.front() == '\n';
        const std::size_t content = value.find_last_not_of('\n');
        if (content == value.npos || value[content] == ' ' || value.find("\n ") < value.find_first_not_of("\n "))
        {
            out_ += json_string(value) + '\n'; // only blanks matter there: block style would be a riddle
            return;
        }
        const std::size_t ends = value.size() - content - 1;
        out_ += '|';
        out_ += blank_begin ? "2" : "";
        out_ += ends == 0 ? "-" : ends == 1 ? "" : "+";
        out_ += '\n';
        for (std::size_t at = 0; at < value.size();)
        {
            const std::size_t end = std::min(value.find('\n', at), value.size());
            if (end != at)
                indent(depth);
            out_.append(value, at, end - at).push_back('\n');
            at = end + 1;
        }
    }

    void folded(const std::string& value, std::size_t depth)
    {
        const std::size_t width = std::max<std::size_t>(40, line_width - 2 * depth);
        out_ += ">-\n";
        for (const std::string& line : fold(value, width))
        {
            indent(depth);
            out_ += line + '\n';
        }
    }

    std::string out_;
};

void pretty(const node& value, std::size_t depth, std::string& out)
{
    const bool mapping = value.is_mapping();
    const std::size_t count = mapping ? value.members.size() : value.items.size();
    if (count == 0)
        return write_json(value, out);
    out += mapping ? '{' : '[';
    for (std::size_t i = 0; i != count; ++i)
    {
        out += i == 0 ? "\n" : ",\n";
        out.append(2 * depth + 2, ' ');
        if (mapping)
            out += json_string(value.members[i].key) + ": ";
        pretty(mapping ? value.members[i].value : value.items[i], depth + 1, out);
    }
    out += '\n';
    out.append(2 * depth, ' ');
    out += mapping ? '}' : ']';
}

} // namespace

std::string yaml_text(const node& value)
{
    yaml_writer writer;
    writer.write(value, 0);
    return writer.take();
}

std::string json_text(const node& value)
{
    std::string text;
    pretty(value, 0, text);
    return text + '\n';
}

} // namespace codexflow::doc
