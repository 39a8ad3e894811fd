#pragma once

#include <codexflow/json.hpp>

#include <string>

namespace codexflow::mcp {

/** Why the JSON Schema that a server sends for a tool's arguments is not handed on: it is no schema of an object, or
 *  it refers to nothing, or to itself in a way that a validator would follow for ever. Empty: it is in order. A server is not trusted, and validators are not written for that.
 *  Pure. */
std::string schema_fault(json::value schema);

} // namespace codexflow::mcp
