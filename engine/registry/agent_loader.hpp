#pragma once

#include "engine/base/document.hpp"
#include "engine/registry/agent.hpp"
#include "engine/registry/notice.hpp"

#include <span>
#include <string>
#include <vector>

/** @file
 *  From a document to an agent: one loader a schema, listed in one table. Pure. */
namespace codexflow {

/// What a loader makes of a definition.
struct loaded_agent
{
    agent definition;
    std::vector<notice> notices; ///< What was odd but could be read.
};

/** One schema in which agents are written. @c recognises looks at the shape only; a document that is
 *  recognised is this schema's, and what is wrong with it then is an error. */
struct agent_loader
{
    std::string_view schema; ///< For messages: "version 1".
    bool (*recognises)(const doc::node& document);
    result<loaded_agent> (*load)(const doc::node& document, const std::string& file);
};

/// All loaders, asked in this order.
std::span<const agent_loader> agent_loaders() noexcept;

/// Why a document that no loader recognises is not read, at the place that shows it.
notice explain_left_out(const doc::node& document, const std::string& file);

/** The nested schema, version 1: sections agent, runtime, capabilities, ... (see docs).
 *  Errors: all faults as one error with file:line:column; unknown keys are notices. */
bool is_nested_agent(const doc::node& document);
result<loaded_agent> load_nested_agent(const doc::node& document, const std::string& file);

} // namespace codexflow
