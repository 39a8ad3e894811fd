#pragma once

#include "engine/registry/agent.hpp"
#include "engine/registry/definition.hpp"
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
    bool (*recognises)(const definition& given);
    result<loaded_agent> (*load)(const definition& given, const std::string& file);
};

/// All loaders, asked in this order.
std::span<const agent_loader> agent_loaders() noexcept;

/// Why a document that no loader recognises is not read, at the place that shows it.
notice explain_left_out(const doc::node& document, const std::string& file);

/** The nested schema, version 1: sections agent, runtime, capabilities, ... (see docs).
 *  Errors: all faults as one error with file:line:column; unknown keys are notices. */
bool is_nested_agent(const definition& given);
result<loaded_agent> load_nested_agent(const definition& given, const std::string& file);

/// The flat schema: id, name, capabilities.core, prompt.system, prompt.user_template. Lenient.
bool is_flat_agent(const definition& given);
result<loaded_agent> load_flat_agent(const definition& given, const std::string& file);

/// The schema of sentences: id, triggers.keywords and patterns, capabilities as a list, one prompt. Lenient.
bool is_sentence_agent(const definition& given);
result<loaded_agent> load_sentence_agent(const definition& given, const std::string& file);

/// Claude Flow's YAML: name, type, capabilities, focus, systemPrompt. Lenient.
bool is_specialist_agent(const definition& given);
result<loaded_agent> load_specialist_agent(const definition& given, const std::string& file);

/** Markdown with front matter, as in .claude/agents and .gemini/agents; the text behind it is the agent's
 *  prompt. Without front matter all is read from the text. Lenient. */
bool is_markdown_agent(const definition& given);
result<loaded_agent> load_markdown_agent(const definition& given, const std::string& file);

} // namespace codexflow
