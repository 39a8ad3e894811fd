#pragma once

#include "engine/registry/notice.hpp"

#include <codexflow/json_writer.hpp>

#include <string>

/** @file
 *  Remarks about agents' definitions, for people and for programs. */
namespace codexflow::cli {

/// "warning: file:line:column: what", and its hint on a line of its own. @p strict calls a warning an error.
std::string notice_text(const notice& one, bool strict);

/// As one JSON object.
void write_notice(json_writer& out, const notice& one);

} // namespace codexflow::cli
