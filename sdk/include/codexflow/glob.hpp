#pragma once

#include <codexflow/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  Globs for paths, as regular expressions that RE2, PCRE and ECMAScript read alike. Only the standard
 *  library.
 *
 *  | glob | matches |
 *  | ---- | ------- |
 *  | `*` | any characters of one part of a path, also none, also a leading dot |
 *  | `?` | one character, but no `/` |
 *  | `**` as a whole part | any number of parts, also none; at the end: whatever lies below, but not nothing |
 *  | `[abc]` `[a-z]` `[!a]` `[^a]` | one character of (not of) a set, but no `/` |
 *  | `{a,b}` | one of these, which may hold all of the above, `/` and further braces |
 *  | `\x` | the character x |
 *
 *  A glob stands for a whole path from the root of the project: `*.md` is not `docs/a.md`, `**` `/` `*.md` is
 *  both. A leading `./` or `/` means that root; a trailing `/` means all below. `**` beside other
 *  characters in one part is `*`. */
namespace codexflow::glob {

/// A glob as a regular expression for the whole of a path, or why it is none.
struct translation
{
    std::string regex; ///< With anchors: "^(?:...)$"; to be used without multi-line mode.
    std::string fault; ///< In words; empty if all is well.

    bool good() const noexcept { return fault.empty(); }
};

inline constexpr std::size_t most_bytes = 1024;       ///< Of a glob.
inline constexpr std::size_t most_alternatives = 256; ///< All combinations of its braces.

namespace detail {

/// One past the ']' of the set that begins at @p at; npos if it is not closed.
inline std::size_t end_of_set(std::string_view glob, std::size_t at) noexcept
{
    ++at;
    if (at < glob.size() && (glob[at] == '!' || glob[at] == '^'))
        ++at;
    for (bool first = true; at < glob.size(); first = false, ++at)
    {
        if (glob[at] == '\\')
            ++at;
        else if (glob[at] == ']' && !first)
            return at + 1;
    }
    return std::string_view::npos;
}

/// The place behind the character, escape or set at @p at; at most the end.
inline std::size_t skip(std::string_view glob, std::size_t at) noexcept
{
    if (glob[at] == '\\')
        return at + 2 < glob.size() ? at + 2 : glob.size();
    if (glob[at] == '[')
        if (const std::size_t end = end_of_set(glob, at); end != std::string_view::npos)
            return end;
    return at + 1;
}

/// Writes the braces out. Returns what is wrong, or "".
inline std::string expand(std::string_view glob, std::vector<std::string>& out)
{
    std::vector<std::string> todo{std::string(glob)};
    while (!todo.empty())
    {
        const std::string one = std::move(todo.back());
        todo.pop_back();
        std::size_t open = 0;
        while (open < one.size() && one[open] != '{')
            open = skip(one, open);
        if (open >= one.size())
        {
            out.push_back(one);
            continue;
        }
        std::vector<std::pair<std::size_t, std::size_t>> parts;
        std::size_t depth = 1, begin = open + 1, at = begin;
        for (; at < one.size() && depth != 0; at = one[at] == '{' || one[at] == '}' ? at + 1 : skip(one, at))
        {
            depth += one[at] == '{' ? 1U : 0U;
            depth -= one[at] == '}' ? 1U : 0U;
            if (depth == 0 || (depth == 1 && one[at] == ','))
            {
                parts.emplace_back(begin, at);
                begin = at + 1;
            }
        }
        if (depth != 0)
            return "the { is not closed";
        if (out.size() + todo.size() + parts.size() > most_alternatives)
            return "its braces give more than " + std::to_string(most_alternatives) + " patterns";
        for (auto part = parts.rbegin(); part != parts.rend(); ++part) // the last one is taken first
            todo.push_back(one.substr(0, open) + one.substr(part->first, part->second - part->first) + one.substr(at));
    }
    return {};
}

inline void append_literal(std::string& regex, char c)
{
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                       c == '/' || static_cast<unsigned char>(c) >= 0x80;
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
    {
        constexpr std::string_view hex = "0123456789abcdef";
        regex += "\\x";
        (regex += hex[static_cast<unsigned char>(c) >> 4]) += hex[c & 0x0F];
        return;
    }
    if (!plain)
        regex += '\\';
    regex += c;
}

inline void append_code_point(std::string& regex, char32_t c)
{
    if (c < 0x80)
        append_literal(regex, static_cast<char>(c));
    else
        utf8::append(regex, c);
}

/// The character at @p at, with its escape undone; moves @p at behind it. Not UTF-8: the byte's value.
inline char32_t take_character(std::string_view glob, std::size_t& at) noexcept
{
    if (glob[at] == '\\' && at + 1 < glob.size())
        ++at;
    const utf8::step found = utf8::look(glob, at);
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(glob[at + i])); };
    char32_t c = byte(0);
    if (found.size == 2)
        c = (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    else if (found.size == 3)
        c = (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    else if (found.size == 4)
        c = (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    at += found.size;
    return c;
}

inline void append_range(std::string& regex, char32_t first, char32_t last)
{
    append_code_point(regex, first);
    if (first == last)
        return;
    regex += '-';
    append_code_point(regex, last);
}

/// Appends the set at @p at, which is closed, and moves behind it. Returns what is wrong, or "".
inline std::string append_set(std::string& regex, std::string_view glob, std::size_t& at)
{
    const std::size_t end = end_of_set(glob, at) - 1;
    ++at;
    const bool negated = glob[at] == '!' || glob[at] == '^';
    at += negated ? 1U : 0U;
    std::string ranges;
    while (at < end)
    {
        if (glob[at] == '[' && at + 1 < end && (glob[at + 1] == ':' || glob[at + 1] == '.' || glob[at + 1] == '='))
            return "sets such as [:alpha:] are not known: write [a-z]";
        const char32_t first = take_character(glob, at);
        char32_t last = first;
        if (at + 1 < end && glob[at] == '-')
        {
            ++at;
            last = take_character(glob, at);
        }
        if (first > last)
            return "a range in [...] runs backwards";
        if (first <= '/' && last >= '/') // a set is within one part of a path
        {
            if (first < '/')
                append_range(ranges, first, '/' - 1);
            if (last > '/')
                append_range(ranges, '/' + 1, last);
            continue;
        }
        append_range(ranges, first, last);
    }
    at = end + 1;
    if (ranges.empty() && !negated)
        return "[/] matches nothing: a set stands within one part of a path";
    regex += negated ? "[^/" + ranges + ']' : '[' + ranges + ']';
    return {};
}

/// One part without "/". Returns what is wrong, or "".
inline std::string append_part(std::string& regex, std::string_view part)
{
    if (part == ".")
        return "a part that is . is in no path";
    if (part.find_first_not_of('*') == std::string_view::npos)
    {
        regex += "[^/]+"; // a part is never empty
        return {};
    }
    for (std::size_t at = 0; at < part.size();)
    {
        const char c = part[at];
        if (c == '*')
        {
            regex += "[^/]*";
            while (at < part.size() && part[at] == '*')
                ++at;
        }
        else if (c == '?')
        {
            regex += "[^/]";
            ++at;
        }
        else if (c == '[')
        {
            if (end_of_set(part, at) == std::string_view::npos)
                return "the [ is not closed";
            if (std::string fault = append_set(regex, part, at); !fault.empty())
                return fault;
        }
        else if (c == '\\')
        {
            if (at + 1 == part.size())
                return "a \\ ends it, or stands before a /";
            append_literal(regex, part[at + 1]);
            at += 2;
        }
        else
        {
            append_literal(regex, c);
            ++at;
        }
    }
    return {};
}

/// The parts of a glob without braces. A '/' in a set or behind a backslash is none that separates.
inline std::vector<std::string_view> parts_of(std::string_view glob)
{
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < glob.size();)
    {
        if (glob[at] == '/')
        {
            parts.push_back(glob.substr(begin, at - begin));
            begin = at + 1;
        }
        at = skip(glob, at);
    }
    parts.push_back(glob.substr(begin));
    return parts;
}

/// A glob without braces. Returns what is wrong, or "".
inline std::string append_regex(std::string& regex, std::string_view glob)
{
    while (glob.starts_with("./"))
        glob.remove_prefix(2);
    if (glob.starts_with('/'))
        glob.remove_prefix(1);
    if (glob.empty())
        return "it is empty";
    std::vector<std::string_view> parts = parts_of(glob);
    if (parts.back().empty())
        parts.back() = "**"; // "dir/"
    bool after_any = false;
    for (std::size_t i = 0; i != parts.size(); ++i)
    {
        const bool last = i + 1 == parts.size();
        if (parts[i].empty())
            return "it has an empty part (//), and no path has";
        if (parts[i] == "**" && !last)
        {
            if (!after_any)
                regex += "(?:[^/]*/)*";
            after_any = true;
            continue;
        }
        after_any = false;
        if (parts[i] == "**")
        {
            regex += "[^/][\\s\\S]*"; // all below, however deep
            continue;
        }
        if (std::string fault = append_part(regex, parts[i]); !fault.empty())
            return fault;
        if (!last)
            regex += '/';
    }
    return {};
}

} // namespace detail

/// Translates @p glob. Never throws but for want of memory; linear in the glob and what its braces give.
inline translation to_regex(std::string_view glob)
{
    translation made;
    if (glob.empty())
        return {{}, "it is empty"};
    if (glob.size() > most_bytes)
        return {{}, "it is longer than " + std::to_string(most_bytes) + " bytes"};
    std::vector<std::string> alternatives;
    made.fault = detail::expand(glob, alternatives);
    made.regex = "^(?:";
    for (std::size_t i = 0; i != alternatives.size() && made.fault.empty(); ++i)
    {
        if (i != 0)
            made.regex += '|';
        made.fault = detail::append_regex(made.regex, alternatives[i]);
    }
    made.regex += ")$";
    if (!made.fault.empty())
        made.regex.clear();
    return made;
}

/// A path as globs see it: without leading "./" and without doubled or trailing slashes.
inline std::string normal_path(std::string_view path)
{
    while (path.starts_with("./"))
    {
        path.remove_prefix(2);
        while (path.starts_with('/'))
            path.remove_prefix(1);
    }
    std::string made;
    made.reserve(path.size());
    for (const char c : path)
    {
        if (c != '/' || made.empty() || made.back() != '/')
            made += c;
    }
    if (made.size() > 1 && made.back() == '/')
        made.pop_back();
    return made;
}

/// How many parts of @p glob are written out, without wildcards: how much it says about where a file lies.
inline std::size_t literal_parts(std::string_view glob)
{
    std::size_t count = 0;
    while (glob.starts_with("./"))
        glob.remove_prefix(2);
    for (std::size_t begin = 0; begin <= glob.size();)
    {
        const std::size_t end = std::min(glob.find('/', begin), glob.size());
        const std::string_view part = glob.substr(begin, end - begin);
        if (!part.empty() && part.find_first_of("*?[]{},\\") == std::string_view::npos)
            ++count;
        begin = end + 1;
    }
    return count;
}

} // namespace codexflow::glob
