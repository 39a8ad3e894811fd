#pragma once

#include "engine/registry/agent.hpp"
#include "engine/registry/definition.hpp"
#include "engine/registry/lenient_fields.hpp"

#include <string>
#include <string_view>

/** @file
 *  What the lenient schemas have in common. */
namespace codexflow {

/** Id, name, description, domain and source: from the fields `id`, `name`, `description`, `domain`, else from
 *  the file's own name and folder.
 *  Errors: nothing of it gives an id. */
result<void> name_agent(const definition& given, lenient_fields& fields, const std::string& file, agent& to);

/** The tools in all the places where people write them: `tools` and `restricted_tools`, and `allowed_tools`
 * and `restricted_tools` below `capabilities`. What two places allow is what both allow. */
void read_lenient_tools(lenient_fields& fields, tool_policy& to);

/// `triggers.keywords`, `.file_patterns`, `.patterns` (regular expressions) and `.task_patterns` (words with
/// '*').
void read_lenient_triggers(lenient_fields& fields, agent_triggers& to);

/// "coordinator", "generalist" or "specialist", for the type an author gave.
std::string tier_of_type(std::string_view type);

} // namespace codexflow
