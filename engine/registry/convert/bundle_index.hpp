#pragma once

#include "engine/registry/agent.hpp"

#include <span>
#include <string>

/** @file
 *  The two files that describe a bundle. Pure. */
namespace codexflow {

/// index.json: every agent, sorted by id. @p generated_at is a time as iso_time() writes it.
std::string bundle_index_text(std::span<const agent> agents, const std::string& generated_at);

/// triggers.json: what leads to which agents; triggers in the order of @p agents, ids sorted.
std::string bundle_triggers_text(std::span<const agent> agents);

/// Whether two texts of index.json differ in nothing but the time at which they were made.
bool same_but_for_time(const std::string& first, const std::string& second);

} // namespace codexflow
