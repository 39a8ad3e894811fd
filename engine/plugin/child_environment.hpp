#pragma once

#include "engine/base/error.hpp"

#include <codexflow/abi.h>

#include <string>
#include <string_view>
#include <vector>

namespace codexflow::plugin {

struct host_view;

/** The environment that a plugin's child process gets, "NAME=VALUE" each: what it gives, with the secrets
 *  filled in, and those of our own variables that it asks for and may have.
 *  @param scratch TMPDIR, unless the plugin gives another; empty: as the plugin says.
 *  @param from At least the members of the spec up to `directory`; `inherit` is read if it is there.
 *  Errors: invalid_argument for a name that is none; permission_denied for a variable or secret it may not
 *  use; unauthenticated for a secret that is not set. */
result<std::vector<std::string>> child_environment(const host_view& host, const cflow_process_spec& from,
                                                   std::string_view scratch);

} // namespace codexflow::plugin
