#pragma once

#include "engine/gateway/tool.hpp"

#include <chrono>
#include <span>

namespace codexflow::gateway {

/** Reads the result of the verb "list". A plugin's word is not trusted: every name must be one that models
 *  can call, every schema an object.
 *  Errors: plugin_misbehaved, naming the tool. */
result<std::vector<tool_spec>> read_tools(std::string_view json);

/// The "tools" of a model's request.
std::string write_offer(std::span<const tool_spec* const> tools);

/// The request of the verb "call". @p arguments is a JSON object.
std::string write_call(std::string_view tool, std::string_view arguments, std::string_view call_id,
                       const tool_place& place, std::chrono::milliseconds limit);

/// What a tool gave.
struct tool_result
{
    std::string content;
    bool is_error = false;
    bool truncated = false; ///< By the tool itself.
};

/// Reads the result of the verb "call". Errors: plugin_misbehaved.
result<tool_result> read_result(std::string_view json);

} // namespace codexflow::gateway
