#pragma once

#include "engine/gateway/model.hpp"

#include <codexflow/json.hpp>

#include <string>
#include <string_view>

namespace codexflow::gateway {

/** The request document. @p who and @p attempt_id go along for the provider's own record; a provider
 *  does not send them to its server.
 *  @param model in place of the request's own. */
std::string write_request(const model_request& request, std::string_view model, const task_ref& who,
                          std::string_view attempt_id);

/// Reads the result document of a successful call. Errors: plugin_misbehaved.
result<reply_ptr> read_reply(std::string_view json);

/// Reads the "limits" of a result or error document; what is missing or no number stays unset.
quota read_quota(const json::value& limits);

/// Reads the {"id","name"} of a CFLOW_CHUNK_TOOL_CALL. Errors: plugin_misbehaved.
result<tool_call> read_tool_call(std::string_view json);

} // namespace codexflow::gateway
