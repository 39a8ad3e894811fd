#pragma once

#include "engine/gateway/tool_question.hpp"

#include <string_view>

namespace codexflow::gateway {

struct tool_spec;
struct tool_place;

/** What policies are asked about a call: who, which tool, and what its arguments name, as the tool's
 *  declaration tells. Paths are resolved against the workspace, with links followed as far as there are any;
 *  where a tool then goes is confined by the tool, so a link exchanged meanwhile leads nowhere.
 *  @param arguments a JSON object. */
tool_question question_of(const tool_caller& who, const tool_spec& tool, std::string_view arguments,
                          const tool_place& place);

/// Whether any call of @p tool by @p who could be permitted: what decides if a model is told of it.
tool_question question_of(const tool_caller& who, const tool_spec& tool);

} // namespace codexflow::gateway
