#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Where redaction changed a text, told from what it made of it. Pure. */
namespace codexflow {

/// A mark that stands in place of something.
struct redacted_place
{
    std::size_t at = 0;  ///< Byte of the text before, of what was replaced.
    std::string rule;    ///< "openai-key"; "field" for a member by its name; "NAME" of a value that is known.
    std::string excerpt; ///< Of the text afterwards: its line around the mark, in one line.
};

/** @param before what was redacted, @param after what came of it. Where a line was written anew and not only marked, its
 *  marks are told, at the first place that differs. */
std::vector<redacted_place> redacted_places(std::string_view before, std::string_view after);

} // namespace codexflow
