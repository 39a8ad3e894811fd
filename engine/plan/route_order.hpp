#pragma once

#include "engine/plugin/route_types.hpp"

#include <string>
#include <vector>

/** @file
 *  The order of candidates: the same for every router, so that no router needs one. Pure. */
namespace codexflow {

/** Sorts best first: by score, number of different rules, matched bytes (all highest first), and id; the
 *  evidence of each by score, kind, pattern, place in the text and file.
 *  @return one sentence for each pair of neighbours with equal scores, saying what decided. */
std::vector<std::string> order_candidates(std::vector<route_candidate>& candidates);

} // namespace codexflow
