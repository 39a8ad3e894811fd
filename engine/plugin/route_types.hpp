#pragma once

#include "engine/base/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/** @file
 *  What routers say, as the engine knows it: the documents of docs/schemas/router.*.json, checked. */
namespace codexflow {

/// Bytes [begin, end) of the text that was routed.
struct text_span
{
    std::size_t begin = 0, end = 0;

    friend bool operator==(const text_span&, const text_span&) = default;
};

/// One rule that speaks for a candidate.
struct route_evidence
{
    std::string kind;              ///< "keyword", "regex", "file", or a word of the router's own.
    std::string pattern;           ///< The rule as written.
    std::optional<text_span> span; ///< What it matched in the text, if it did so there.
    std::string file;              ///< The path it matched, as given; else empty.
    double score = 0;
    location where; ///< Of the rule; may be unknown.
};

/// An agent that work may go to.
struct route_candidate
{
    std::string agent; ///< Its id.
    double score = 0;
    std::string strategy; ///< The router that named it.
    std::vector<route_evidence> evidence;
};

/// A rule that was tried and did not match.
struct route_tried
{
    std::string strategy, agent, kind, pattern;
    std::string why; ///< In words.
    location where;
};

/// A rule that its router cannot use: left out, the others go on.
struct rule_problem
{
    std::string strategy, agent, kind, pattern;
    std::string message; ///< What is wrong, in one line.
    location where;
};

} // namespace codexflow
