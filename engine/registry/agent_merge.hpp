#pragma once

#include "engine/registry/agent.hpp"

namespace codexflow {

/** One agent out of two definitions of the same id. @p first gives name and text; of everything that
 *  grants something the stricter counts (tools, autonomy, tasks at once, time, how long memory is kept
 *  and with whom it is shared), redacted fields and triggers are those of both. Pure. */
agent merge_agents(agent first, const agent& second);

} // namespace codexflow
