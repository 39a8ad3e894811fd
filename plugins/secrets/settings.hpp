#pragma once

#include "plugins/secrets/rule.hpp"

#include <string_view>
#include <vector>

namespace codexflow::secrets {

/** The rules that settings ask for: {"off": names of known ones, "patterns": [{"name","pattern","max_bytes"?}]}; the
 *  user's come first. Other members are not looked at.
 *  Throws failure, with the member in front of what is wrong with it. */
std::vector<rule> rules_of(std::string_view settings_json);

} // namespace codexflow::secrets
