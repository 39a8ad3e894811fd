#pragma once

#include "engine/base/error.hpp"
#include "engine/plan/router_chain.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Cases of routing to be checked again and again: what is routed, and who is to get it. Pure. */
namespace codexflow {

struct route_case
{
    std::string name; ///< Its own, or what is routed.
    route_request request;
    /// Exactly one of the three is set.
    std::optional<std::vector<std::string>> agents; ///< All of them, best first.
    std::optional<std::string> first;               ///< The best one; others may follow.
    bool none = false;                              ///< Nobody.
    location where;                                 ///< Its line.
};

/** Reads one JSON object a line: "text" or "files" (or both), one of "expect" (ids), "expect_first" (an id)
 *  and "expect_none" (true), and perhaps "name". Blank lines are passed over. @p file names the text.
 *  Errors: the first bad line with its place; the others are in the hint. No case at all is an error. */
result<std::vector<route_case>> read_route_cases(std::string_view text, const std::string& file);

/// Why @p answer is not what was expected, in words; nothing when it is.
std::optional<std::string> difference(const route_case& expected, const route_answer& answer);

} // namespace codexflow
