#pragma once

#include "engine/metrics/agent_metrics.hpp"

#include <string>

namespace codexflow::cli {

/// A line for every agent. @param columns Width of the window; 0 clips nothing.
std::string metrics_text(const agents_metrics& agents, int columns);

/// One JSON document: the members of data/metrics/agents.json, agent by agent.
std::string metrics_json(const agents_metrics& agents);

} // namespace codexflow::cli
