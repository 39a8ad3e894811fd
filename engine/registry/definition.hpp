#pragma once

#include "engine/base/document.hpp"
#include "engine/registry/notice.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  The text of one file that defines an agent, taken apart but not yet understood. */
namespace codexflow {

/// What a file holds. Value type.
struct definition
{
    doc::node head; ///< The YAML document, or the front matter of a Markdown file; null: there is none.
    bool markdown = false;
    std::string body; ///< Of a Markdown file: what follows the front matter.
    unsigned body_line = 1;
    std::string stem;   ///< The file's name without its extensions: "coder" of "coder.codex.yaml".
    std::string folder; ///< The first folder on the way from the agents' folder to the file; empty: none.
    std::vector<notice> notices; ///< What had to be assumed to read it.
};

/** Takes @p text apart, which stands in @p path below @p root. YAML must be valid; front matter is read as
 *  people write it: values with ": " in them need no quotes, and a section that cannot be read is left out,
 *  with a notice, unless it limits what the agent may do. Pure.
 *  Errors: as doc::parse_yaml(); for front matter the fault of a section that cannot be left out. */
result<definition> read_definition(std::string_view text, const std::filesystem::path& path,
                                   const std::filesystem::path& root);

} // namespace codexflow
