#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Tools as a server defines them. All of it is the word of somebody who is not trusted. Pure. */
namespace codexflow::mcp {

struct definition
{
    std::string name;        ///< The server's.
    std::string title, description; ///< Readable text only.
    std::string parameters;  ///< JSON Schema, as it was sent.
    std::string canonical;   ///< What a pin is made of: all that a model sees or that a decision is made by.
    std::string digest;      ///< Of that: "sha256:...".
    std::optional<bool> read_only, idempotent; ///< What its annotations claim.
    std::string unusable;    ///< Why it cannot be offered; empty: it can.
};

/// What a model is told of one tool at most.
inline constexpr std::size_t longest_description = 16'384;

/// One page of "tools/list".
struct listing
{
    std::vector<definition> tools;
    std::string next_cursor; ///< Where the next page begins; empty: there is none.
    std::string fault;       ///< Why it cannot be read; else empty.
};

listing read_listing(std::string_view result);

/** In which members two canonical definitions differ, each on a line of its own: description: "old" -> "new". */
std::string difference(std::string_view before, std::string_view after);

} // namespace codexflow::mcp
