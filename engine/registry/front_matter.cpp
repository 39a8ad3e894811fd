#include "engine/registry/front_matter.hpp"

#include "engine/base/text.hpp"
#include "engine/registry/text_lines.hpp"

#include <algorithm>

namespace codexflow {
namespace {

bool is_mark(std::string_view line) { return trim(line) == "---"; }

std::size_t indentation(std::string_view line)
{
    return std::min(line.find_first_not_of(" \t"), line.size());
}

void append_line(std::string& to, std::string_view line, std::size_t indent)
{
    line.remove_prefix(std::min(indent, indentation(line)));
    to.append(line).push_back('\n');
}

bool is_fence(std::string_view line)
{
    return trim(line).starts_with("```") || trim(line).starts_with("~~~");
}

bool is_prose(std::string_view line)
{
    const std::string_view text = trim(line);
    if (text.empty() || std::string_view("#-*>|<+").find(text.front()) != std::string_view::npos)
        return false;
    return !(text.front() >= '0' && text.front() <= '9' && text.find(". ") < 4);
}

} // namespace

markdown_parts split_front_matter(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    const auto lines = lines_of(text);
    markdown_parts parts;
    std::size_t begin = 0;
    while (begin != lines.size() && trim(lines[begin]).empty())
        ++begin;
    std::size_t indent = 0;
    std::size_t body = 0;
    if (begin != lines.size() && is_mark(lines[begin]))
    {
        indent = indentation(lines[begin]);
        const auto end =
            std::find_if(lines.begin() + static_cast<std::ptrdiff_t>(begin) + 1, lines.end(), is_mark);
        parts.has_front = end != lines.end();
        parts.unclosed = !parts.has_front;
        if (parts.has_front)
            body = static_cast<std::size_t>(end - lines.begin()) + 1;
    }
    if (parts.has_front)
    {
        parts.front.assign(begin + 1, '\n');
        for (std::size_t i = begin + 1; i + 1 < body; ++i)
            append_line(parts.front, lines[i], indent);
    }
    parts.body_line = static_cast<unsigned>(body) + 1;
    for (std::size_t i = body; i < lines.size(); ++i)
        append_line(parts.body, lines[i], indent);
    return parts;
}

std::string first_heading(std::string_view markdown)
{
    bool code = false;
    for (const std::string_view line : lines_of(markdown))
    {
        code = code != is_fence(line);
        if (!code && line.starts_with("# "))
            return std::string(trim(line.substr(2)));
    }
    return {};
}

std::string first_paragraph(std::string_view markdown)
{
    std::string paragraph;
    bool code = false;
    for (const std::string_view line : lines_of(markdown))
    {
        code = code != is_fence(line);
        if (!code && !is_fence(line) && is_prose(line))
            paragraph.append(paragraph.empty() ? "" : " ").append(trim(line));
        else if (!paragraph.empty())
            break;
    }
    return paragraph;
}

std::vector<std::string> first_bullets(std::string_view markdown, std::size_t most)
{
    std::vector<std::string> bullets;
    bool code = false;
    for (const std::string_view line : lines_of(markdown))
    {
        code = code != is_fence(line);
        if (!code && bullets.size() != most && (line.starts_with("- ") || line.starts_with("* ")))
            bullets.emplace_back(trim(line.substr(2)));
    }
    return bullets;
}

} // namespace codexflow
