#pragma once

#include "engine/base/error.hpp"

#include <optional>

namespace codexflow {

struct config;

/** The first configured part that this version knows but does not act on yet, as an error with its
 *  place. Accepting it in silence would leave a user with a policy that is never asked. */
std::optional<error> find_unserved(const config& settings);

} // namespace codexflow
