#pragma once

#include "engine/plugin/check.hpp"
#include "engine/plugin/component_instance.hpp"

#include <string>
#include <vector>

namespace codexflow::plugin {

/** Gives the router @p name a few agents and a few requests, as a run would: it has to prepare, to answer as
 *  the schemas say, to name no agent that was not given, and to answer the same when asked again. A refusal
 *  with a message is in order. */
std::vector<check_step> check_router(const component_instance& instance, const std::string& name);

} // namespace codexflow::plugin
