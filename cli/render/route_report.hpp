#pragma once

#include "engine/plan/route_cases.hpp"
#include "engine/plan/routed_plan.hpp"

#include <string>

/** @file
 *  What routers answered, for people and for programs. Pure. */
namespace codexflow::cli {

/// "keyword 'api' (12), regex '^create' (8)": why, in one line.
std::string reasons(const route_candidate& candidate);

/** The chosen agents, one a line, with their scores and reasons.
 *  @param explain Also every rule with the place it matched, what was tried in vain, what was rejected and
 *         why, ties, and the digests. @param color Paints what matched in a text; else it is underlined. */
std::string route_text(const routed& one, bool explain, bool color);

/// The document of docs/schemas/route.schema.json: everything.
std::string route_json(const routed& one, const router_chain& chain);

/// A failed case: its name and place, what was expected and got, and why.
std::string failed_case_text(const route_case& expected, const route_answer& got,
                             const std::string& difference);

} // namespace codexflow::cli
