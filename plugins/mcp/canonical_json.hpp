#pragma once

#include <codexflow/json.hpp>

#include <string>

namespace codexflow::mcp {

/** A JSON value in the one form that is compared and digested: no blanks, the members of objects sorted by the
 *  bytes of their names (of a name that comes twice the last one), strings escaped in one way, numbers as they
 *  were written. Pure. */
std::string canonical_json(json::value from);

} // namespace codexflow::mcp
