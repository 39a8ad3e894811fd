#pragma once

#include <codexflow/json.hpp>
#include <codexflow/remembering.hpp>

#include <optional>
#include <string>
#include <string_view>

/** @file
 *  Entries and the lines of the original's files: ts, agentId, alias, namespace, sessionId, taskId, summary, ok, output;
 *  ours add runId and expiresAt. Redis holds the same lines. */
namespace codexflow::jsonl {

/// The line, with its '\n'. Members of @c extra stand at its end, but for those with a name of ours.
std::string line_of(const remembering::entry& one);

/// Reads lines; keeps what it parses into, so that many cost no allocations of that kind.
class line_reader
{
public:
    /** @param line without its '\n'. What is not known goes to @c extra, byte for byte.
     *  @return nothing for what is no entry: no JSON object, no time, or nobody's. */
    std::optional<remembering::entry> read(std::string_view line);

private:
    json::document document_{std::size_t{64} << 20};
};

} // namespace codexflow::jsonl
