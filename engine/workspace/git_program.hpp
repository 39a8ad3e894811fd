#pragma once

#include "engine/workspace/run_child.hpp"

#include <string>
#include <vector>

/** @file
 *  What all who run git have in common. */
namespace codexflow::workspace {

/** @p environment as git gets it when we read what it says: in English, and without locks, as asking must not
 *  write. */
std::vector<std::string> git_environment(std::vector<std::string> environment);

/// Why git failed: the first line of what it said, without "fatal: ", or its exit code.
std::string git_reason(const child_output& said);

} // namespace codexflow::workspace
