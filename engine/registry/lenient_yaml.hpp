#pragma once

#include "engine/base/document.hpp"
#include "engine/registry/notice.hpp"

#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Front matter as people write it. A strict reader refuses one file in four of some collections, mostly for
 *  "description: Use it when: ..."; other programs drop such agents without a word. */
namespace codexflow {

/// A mapping, and what had to be assumed to read it.
struct lenient_document
{
    doc::node root;
    std::vector<notice> notices;
};

/** Reads @p text as YAML. If that fails, values of one line that hold ": " or begin with a sign of YAML are
 *  read as the text they look like; if that fails too, each top-level section is read by itself and those
 *  that cannot be read are left out. Every assumption is a notice with its line.
 *  Errors: the fault of a section whose loss could allow the agent more than its author did (tools,
 *  capabilities, constraints, permissions, limits); of a text in which no section can be read. */
result<lenient_document> parse_lenient_yaml(std::string_view text, const std::string& file);

} // namespace codexflow
