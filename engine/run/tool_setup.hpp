#pragma once

#include "engine/base/error.hpp"
#include "engine/gateway/tool_use.hpp"

#include <vector>

namespace codexflow {

struct config;
namespace plugin {
class catalog;
}

/** The tool plugins of the configuration, in its order. Runs no plugin code.
 *  Errors: not_found if no plugin offers one (with near names), invalid_argument if its settings do not fit
 *  its manifest; at the place in the configuration. */
result<std::vector<tool_use>> tools_of(const config& settings, const plugin::catalog& plugins);

} // namespace codexflow
