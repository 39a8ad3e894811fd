#include "engine/registry/lenient_yaml.hpp"

#include "engine/base/text.hpp"
#include "engine/registry/text_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace codexflow {
namespace {

struct line
{
    unsigned number; ///< From 1.
    std::string text;
};

using line_list = std::vector<line>;

line_list numbered_lines(std::string_view text)
{
    line_list lines;
    for (const std::string_view one : lines_of(text))
        lines.push_back({static_cast<unsigned>(lines.size()) + 1, std::string(one)});
    return lines;
}

/// The text of these lines, each at its number.
std::string text_of(const line_list& lines)
{
    std::string text;
    unsigned next = 1;
    for (const line& one : lines)
    {
        for (; next < one.number; ++next)
            text += '\n';
        text += one.text + '\n';
        ++next;
    }
    return text;
}

bool is_key(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-';
    });
}

/// What stands before the value of "key: value" or "- key: value"; empty if the line is none.
std::string_view before_value(std::string_view text)
{
    std::size_t begin = text.find_first_not_of(' ');
    if (begin == text.npos)
        return {};
    if (text.substr(begin).starts_with("- "))
        begin = std::min(text.find_first_not_of(' ', begin + 2), text.size());
    const std::size_t colon = text.find(": ", begin);
    if (colon == text.npos || !is_key(text.substr(begin, colon - begin)))
        return {};
    const std::size_t value = text.find_first_not_of(' ', colon + 2);
    return value == text.npos ? std::string_view() : text.substr(0, value);
}

/// A value of one line that YAML reads otherwise than it looks.
bool misleads(std::string_view value)
{
    constexpr std::string_view beginnings = "@`%&*!?,]}";
    if (beginnings.find(value.front()) != beginnings.npos)
        return true;
    const bool quoted = value.front() == '"' || value.front() == '\'';
    if (quoted)
        return trim(value).size() < 2 || trim(value).back() != value.front();
    const bool collection = value.front() == '[' || value.front() == '{';
    const bool block = value.front() == '|' || value.front() == '>';
    return !collection && !block && (value.find(": ") != value.npos || trim(value).ends_with(':'));
}

std::string quoted(std::string_view value)
{
    std::string text = "\"";
    for (const char c : trim(value))
    {
        if (c == '"' || c == '\\')
            text += '\\';
        text += c;
    }
    return text + '"';
}

notice assumed(const std::string& file, unsigned number, std::string message, std::string hint)
{
    return {notice_kind::warning, error(errc::invalid_argument, std::move(message), location{file, number, 1})
                                      .with_hint(std::move(hint))};
}

/// Puts quotes around what misleads.
void quote_values(line_list& lines, const std::string& file, std::vector<notice>& notices)
{
    for (line& one : lines)
    {
        const std::string_view before = before_value(one.text);
        if (before.empty() || !misleads(std::string_view(one.text).substr(before.size())))
            continue;
        std::string_view key = trim(before.substr(0, before.rfind(':')));
        if (key.starts_with("- "))
            key = trim(key.substr(2));
        notices.push_back(
            assumed(file, one.number,
                    "the value of '" + std::string(key) + "' is not valid YAML and was read as text",
                    "put it in quotes"));
        one.text = std::string(before) + quoted(std::string_view(one.text).substr(before.size()));
    }
}

bool begins_section(std::string_view text)
{
    const std::size_t colon = text.find(':');
    return colon != text.npos && is_key(text.substr(0, colon)) &&
           (colon + 1 == text.size() || text[colon + 1] == ' ');
}

/// Sections of which a loss could widen what the agent may do.
bool limits_the_agent(std::string_view key)
{
    constexpr std::array limiting{"tools",          "capabilities", "constraints",      "permissions",
                                  "permission",     "limits",       "restricted_tools", "allowed_tools",
                                  "permissionMode", "policy"};
    return std::find(limiting.begin(), limiting.end(), key) != limiting.end();
}

result<lenient_document> by_section(const line_list& lines, const std::string& file,
                                    std::vector<notice> notices)
{
    lenient_document made;
    made.root.type = doc::kind::mapping;
    made.notices = std::move(notices);
    for (auto begin = lines.begin(); begin != lines.end();)
    {
        const auto end =
            std::find_if(begin + 1, lines.end(), [](const line& one) { return begins_section(one.text); });
        const auto section = doc::parse_yaml(text_of({begin, end}), file);
        if (section && section->is_mapping())
        {
            for (const doc::member& m : section->members)
                if (made.root.find(m.key) == nullptr)
                    made.root.members.push_back(m);
        }
        else if (!section && begins_section(begin->text))
        {
            const std::string key = begin->text.substr(0, begin->text.find(':'));
            if (limits_the_agent(key))
                return section.error();
            made.notices.push_back(assumed(file, begin->number,
                                           fmt::format("the section '{}' cannot be read and is left out: {}",
                                                       key, section.error().message),
                                           "mend its YAML, or quote its text"));
        }
        begin = end;
    }
    if (made.root.members.empty())
        return error(errc::invalid_argument, "nothing in the front matter can be read", location{file, 1, 1});
    return made;
}

} // namespace

result<lenient_document> parse_lenient_yaml(std::string_view text, const std::string& file)
{
    if (auto strict = doc::parse_yaml(text, file))
        return lenient_document{std::move(*strict), {}};
    line_list lines = numbered_lines(text);
    std::vector<notice> notices;
    quote_values(lines, file, notices);
    if (auto mended = doc::parse_yaml(text_of(lines), file))
        return lenient_document{std::move(*mended), std::move(notices)};
    return by_section(lines, file, std::move(notices));
}

} // namespace codexflow
