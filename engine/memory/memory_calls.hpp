#pragma once

#include "engine/base/error.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  The documents of the memory kind: what a plugin is asked and what it answers. Pure. */
namespace codexflow::memories {

/// Which entries are meant. Empty members restrict nothing.
struct entry_filter
{
    std::string alias, agent_id, name_space, session_id, task_id, run_id;
    std::string text;          ///< All its words must occur, in any case.
    std::string since, before; ///< ISO 8601: from, and up to but without.

    bool any() const noexcept;
};

struct entry_query
{
    entry_filter which;
    std::uint64_t limit = 50; ///< Entries, 1 to 100000.
    std::optional<std::uint64_t> max_bytes; ///< Of all of them together.
};

/// How a query ended; its entries came before.
struct query_end
{
    std::uint64_t count = 0;
    std::uint64_t damaged = 0; ///< What could not be read and was passed over.
    bool truncated = false;    ///< There were more.
};

/// What there is of one alias.
struct alias_summary
{
    std::string alias;
    std::vector<std::string> agent_ids;
    std::uint64_t entries = 0, bytes = 0;
    std::string oldest, newest; ///< ISO 8601; may be empty.
};

struct store_summary
{
    std::vector<alias_summary> aliases; ///< As the plugin orders them.
    std::uint64_t damaged = 0;
};

/// What is taken out of the store.
struct compaction_rule
{
    std::optional<std::chrono::milliseconds> default_ttl; ///< Of entries that do not say when they expire.
    std::optional<std::uint64_t> max_bytes, max_entries;  ///< Of one alias; the newest stay.
};

struct compaction_end
{
    std::uint64_t removed = 0, kept = 0, bytes_before = 0, bytes_after = 0;
};

/// @param now ISO 8601, here and below: what has expired by then is not shown.
std::string query_request(const entry_query& what, std::string_view now);
/// @param entries As entry_json() makes them.
std::string append_request(const std::vector<std::string>& entries);
std::string list_request(std::string_view now);
std::string forget_request(const entry_filter& which, std::string_view now);
std::string compact_request(const compaction_rule& rule, std::string_view now);

/// Errors of all of these: protocol, if it is no such answer.
result<std::uint64_t> read_appended(std::string_view answer);
result<query_end> read_query_end(std::string_view answer);
result<store_summary> read_summary(std::string_view answer);
result<std::uint64_t> read_forgotten(std::string_view answer);
result<compaction_end> read_compaction(std::string_view answer);

} // namespace codexflow::memories
