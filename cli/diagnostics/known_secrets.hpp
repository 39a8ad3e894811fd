#pragma once

#include "cli/terminal.hpp"
#include "engine/record/secret_mask.hpp"
#include "engine/run/provider_facts.hpp"

#include <vector>

namespace codexflow::cli {

/** Puts the values of environment variables into @p mask that are secrets: those that providers take keys from, and
 *  those whose names say so (KEY, TOKEN, SECRET, PASSWORD, CREDENTIAL, DSN, ...). */
void add_known_secrets(secret_mask& mask, const std::vector<provider_facts>& providers, const variables& environment);

/// Whether the name of a variable says that its value is a secret.
bool names_a_secret(std::string_view variable);

} // namespace codexflow::cli
