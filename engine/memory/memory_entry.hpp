#pragma once

#include "engine/base/error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/** @file
 *  What is remembered of one task, and its forms: the document that goes to a plugin and comes back from it, and the
 *  line of the original's files. Pure. */
namespace codexflow::memories {

/// One entry. Old ones may lack everything but the time and a name: what is absent is empty.
struct memory_entry
{
    std::string ts; ///< ISO 8601, UTC.
    std::string alias, agent_id;
    std::string name_space = "default";
    std::string session_id, task_id, run_id;
    std::string summary;
    std::optional<bool> ok;
    std::string output;  ///< As JSON: a string or any other value.
    std::string expires; ///< ISO 8601; empty: never.
    std::string extra;   ///< Members that nobody knows, as a JSON object.
};

/// The document of the memory kind (docs/schemas/memory.entry.json), without a newline.
std::string entry_json(const memory_entry& entry);

/** Reads such a document. Errors: protocol if it is none. */
result<memory_entry> read_entry(std::string_view json);

/// The line of the original's files (agentId, sessionId, ...), without its newline. Unknown members come last.
std::string original_line(const memory_entry& entry);

/** Reads such a line, with its unknown members.
 *  Errors: invalid_argument if it is no JSON object, or says neither when nor whose. */
result<memory_entry> read_original_line(std::string_view line);

/// What it says, for a person or a model: the output's text, else the output as JSON, else the summary.
std::string text_of(const memory_entry& entry);

/// When it was; nothing if that cannot be read. Microseconds since 1970.
std::optional<std::int64_t> time_of(const memory_entry& entry);

} // namespace codexflow::memories
