#pragma once

#include "plugins/rules/call.hpp"

#include <string>

namespace codexflow::rules {

/** Why the arguments of @p one, an ordinary program, may start others or run code that stands in them
 *  ("git -c", "tar --to-command", "awk system()"); empty if they do not. Pure. */
std::string hidden_start(const part& one);

} // namespace codexflow::rules
