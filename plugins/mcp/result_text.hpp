#pragma once

#include <codexflow/tool_call.hpp>

#include <string_view>

namespace codexflow::mcp {

/** The result of "tools/call" as a model is told it: texts as they are, what is no text described by kind, type and
 *  size, structured content when there is nothing else. What the server marked as an error is one. A result that is not
 *  as MCP says is one too. Pure.
 *  @param who the server, for messages. */
tool_result result_text(std::string_view who, std::string_view result);

} // namespace codexflow::mcp
