#pragma once

#include "engine/config/config.hpp"
#include "engine/metrics/task_measures.hpp"

namespace codexflow {

/** The configured prices, as what measures runs asks for them; a copy, which needs @p settings no longer. A call
 *  whose model is not known is taken to have asked for the provider's own. */
token_pricing pricing_of(const config& settings);

} // namespace codexflow
