#pragma once

#include "engine/plan/plan.hpp"

#include <filesystem>
#include <string>
#include <string_view>

/** @file
 *  Task files: a map from alias or agent id to a list of tasks, each a text or an object. */
namespace codexflow {

class registry;

/** Makes a plan of @p document (read from @p file, which only names it). Every alias is resolved and
 *  every agent's definition read before this returns, so that nothing starts of a plan with a fault.
 *  Errors: the first fault with its place and the nearest valid name; the others are listed in the
 *  hint. not_found for unknown names, invalid_argument for the rest. */
result<plan> make_plan(const doc::node& document, const std::string& file, registry& agents);

/** Reads a task file: .json as JSON, .yaml and .yml as YAML, any other name as JSON if it begins with
 *  "{" or "[" and as YAML if not. */
result<plan> load_tasks_file(const std::filesystem::path& path, registry& agents);

/// As load_tasks_file() for a text that was read elsewhere (standard input); @p name stands in errors.
result<plan> load_tasks_text(std::string_view text, const std::string& name, registry& agents);

/** The text a model is asked for @p input: a text as it is; an object as an outline, one line a value,
 *  in the order written, the "instruction" or "goal" first. Always the same for the same input. */
std::string task_text(const doc::node& input);

} // namespace codexflow
