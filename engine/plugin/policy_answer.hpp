#pragma once

#include "engine/plugin/policy_types.hpp"

#include <string_view>

/** @file
 *  Reads what a policy answered. A plugin's word is not trusted: what is not as docs/schemas/policy.answer.json
 *  says is an error that names it. Pure. */
namespace codexflow::plugin {

/// Errors: plugin_misbehaved, naming the member that is wrong. The plugin's name is not filled in.
result<policy_verdict> read_policy_answer(std::string_view json);

} // namespace codexflow::plugin
