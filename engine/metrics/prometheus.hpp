#pragma once

#include "engine/metrics/agent_metrics.hpp"

#include <string>

namespace codexflow {

/** The metrics in Prometheus' text format, version 0.0.4: counters and histograms with HELP and TYPE, each
 *  agent a label. Durations are in seconds. */
std::string prometheus_text(const agents_metrics& agents);

} // namespace codexflow
