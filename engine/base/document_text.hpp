#pragma once

#include "engine/base/document.hpp"

#include <string>

/** @file
 *  Documents written for people and version control: the same document gives the same text. Pure. */
namespace codexflow::doc {

/** @p value as YAML in block style, two blanks an indentation; long lines of prose are folded, texts of
 *  several lines stand as they are, and quotes only where they are needed. parse_yaml() reads back the same
 *  document. */
std::string yaml_text(const node& value);

/// @p value as JSON, two blanks an indentation, every element on a line of its own.
std::string json_text(const node& value);

} // namespace codexflow::doc
