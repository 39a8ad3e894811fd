#pragma once

#include "engine/base/error.hpp"

#include <string>
#include <vector>

namespace codexflow {

class redaction;
struct config;
namespace gateway {
class model_service;
}
namespace plugin {
class catalog;
}

/** Makes the redactors of the configuration and puts them behind what @p into knows, which then refers to instances
 *  that @p service keeps.
 *  @return their names, in order.
 *  Errors: not_found if no plugin offers one, invalid_argument if one refuses its settings (both at the place in the
 *  configuration), plugin_misbehaved. */
result<std::vector<std::string>> open_redactors(const config& settings, const plugin::catalog& plugins,
                                                gateway::model_service& service, redaction& into);

} // namespace codexflow
