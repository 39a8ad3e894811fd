#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow {

/// A Markdown text taken apart. Pure value.
struct markdown_parts
{
    bool has_front = false;
    bool unclosed = false; ///< It begins like front matter, but the closing line is missing.
    std::string front;     ///< YAML, with as many empty lines before it that its lines have their numbers.
    std::string body;
    unsigned body_line = 1; ///< Line of the first line of @c body, from 1.
};

/** Front matter stands between two lines "---" at the beginning; blank lines before it are allowed, and the
 *  whole text may be indented (then it is read without that indentation). */
markdown_parts split_front_matter(std::string_view text);

/// The first heading of level 1 ("# Title"), without its mark; empty: there is none. Code blocks do not
/// count.
std::string first_heading(std::string_view markdown);

/// The first paragraph that is neither heading, list, quote, table nor code, on one line.
std::string first_paragraph(std::string_view markdown);

/// The first @p most entries of lists with "-" or "*" that are neither below another entry nor in a code block.
/// What an author lists first is what an agent is for.
std::vector<std::string> first_bullets(std::string_view markdown, std::size_t most);

} // namespace codexflow
