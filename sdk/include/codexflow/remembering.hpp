#pragma once

#include <codexflow/failure.hpp>
#include <codexflow/iso_time.hpp>
#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>
#include <codexflow/search_words.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  What memories keep and give, as C++; what they are asked is in remembering_requests.hpp. The documents:
 *  docs/schemas/memory.*.json. */
namespace codexflow::remembering {

/// One thing remembered. Old ones may lack everything but the time and one of the two names: empty means absent.
struct entry
{
    std::string ts; ///< ISO 8601, as it was written.
    std::string alias, agent_id;
    std::string name_space;
    std::string session_id, task_id, run_id;
    std::optional<std::string> summary;
    std::optional<bool> ok;
    std::string output;  ///< Any JSON value, as JSON.
    std::string expires; ///< ISO 8601; absent: never.
    std::string extra;   ///< Members that nobody knows: a JSON object.

    /// Whose it is: the alias, or the agent where no alias is said.
    const std::string& owner() const noexcept { return alias.empty() ? agent_id : alias; }
    /// What the document calls @p name: "alias" (the owner's), "namespace" ("default" if absent), "task_id", ...
    std::string_view id(std::string_view name) const noexcept;
    /// When it was, Unix ms.
    std::optional<std::int64_t> time() const noexcept { return from_iso_time(ts); }
    /// The document.
    std::string json() const;
};

namespace detail {

[[noreturn]] inline void refuse(const std::string& why)
{
    throw failure(CFLOW_E_INVALID, "the memory was asked what it cannot be asked: " + why).kind("invalid_request");
}

/// The text member @p name; "" if it is absent or null.
inline std::string text_of(const json::value& from, std::string_view name)
{
    const json::value found = from[name];
    if (found.exists() && !found.is_string() && !found.is_null())
        refuse(std::string(name) + " is not text");
    return std::string(found.string());
}

using id_member = std::pair<std::string_view, std::string entry::*>;
inline constexpr std::array<id_member, 6> ids{{{"alias", &entry::alias},
                                               {"agent_id", &entry::agent_id},
                                               {"namespace", &entry::name_space},
                                               {"session_id", &entry::session_id},
                                               {"task_id", &entry::task_id},
                                               {"run_id", &entry::run_id}}};

} // namespace detail

inline std::string_view entry::id(std::string_view name) const noexcept
{
    if (name == "alias")
        return owner();
    if (name == "namespace" && name_space.empty())
        return "default";
    for (const auto& [known, member] : detail::ids)
        if (known == name)
            return this->*member;
    return {};
}

inline std::string entry::json() const
{
    std::string text;
    text.reserve(256 + output.size());
    json_writer out(text);
    out.begin_object().member("ts", ts);
    for (const auto& [name, member] : detail::ids)
        if (const std::string& value = this->*member; !value.empty())
            out.member(name, value);
    if (summary)
        out.member("summary", *summary);
    if (ok)
        out.member("ok", *ok);
    if (!output.empty())
        out.raw_member("output", output);
    if (!expires.empty())
        out.member("expires", expires);
    if (!extra.empty())
        out.raw_member("extra", extra);
    out.end_object();
    return text;
}

/// Reads an entry document; throws failure (CFLOW_E_INVALID) for one without a time or a name.
inline entry read_entry(const json::value& from)
{
    if (!from.is_object())
        detail::refuse("an entry is not an object");
    entry made;
    made.ts = detail::text_of(from, "ts");
    for (const auto& [name, member] : detail::ids)
        made.*member = detail::text_of(from, name);
    if (!made.time())
        detail::refuse("an entry's ts is no time of ISO 8601: '" + made.ts + '\'');
    if (made.owner().empty())
        detail::refuse("an entry names neither alias nor agent_id");
    if (from["summary"].is_string())
        made.summary = from["summary"].string();
    made.ok = from["ok"].as_bool();
    made.output = from["output"].raw();
    made.expires = detail::text_of(from, "expires");
    if (!made.expires.empty() && !from_iso_time(made.expires))
        detail::refuse("an entry's expires is no time of ISO 8601: '" + made.expires + '\'');
    if (from["extra"].is_object() && from["extra"].size() != 0)
        made.extra = from["extra"].raw();
    return made;
}

/** Whether an entry is over at @p now, Unix ms. A time that cannot be read is none.
 *  @param default_ttl_ms for those that do not say. */
inline bool expired(const entry& one, std::int64_t now, std::optional<std::uint64_t> default_ttl_ms = {})
{
    if (!one.expires.empty())
        return from_iso_time(one.expires).value_or(now + 1) <= now;
    const std::optional<std::int64_t> then = one.time();
    return default_ttl_ms && then && *then <= now && static_cast<std::uint64_t>(now - *then) >= *default_ttl_ms;
}

/// Summary and output as one folded text, which searches look through.
inline std::string searchable(const entry& one)
{
    std::string text;
    append_folded(text, one.summary.value_or(std::string()));
    text += ' ';
    json::document output;
    if (output.parse(one.output))
        append_searchable(text, output.root());
    return text;
}

/// How a query went.
struct found
{
    std::uint64_t count = 0, bytes = 0;
    std::uint64_t damaged = 0; ///< What it met and could not read.
    bool truncated = false;    ///< max_bytes ended it.
};

/// One alias in the answer to "list".
struct holding
{
    std::string alias;
    std::vector<std::string> agent_ids;
    std::uint64_t entries = 0, bytes = 0;
    std::string oldest, newest; ///< The ts of entries; "" where none can be read.
};

struct holdings
{
    std::vector<holding> aliases;
    std::uint64_t damaged = 0;
};

struct compaction
{
    std::uint64_t removed = 0, kept = 0; ///< Entries.
    std::uint64_t bytes_before = 0, bytes_after = 0;
};

inline std::string to_json(const found& what)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("count", what.count).member("bytes", what.bytes);
    if (what.truncated)
        out.member("truncated", true);
    if (what.damaged != 0)
        out.member("damaged", what.damaged);
    out.end_object();
    return text;
}

inline std::string to_json(const holdings& what)
{
    std::string text;
    json_writer out(text);
    out.begin_object().key("aliases").begin_array();
    for (const holding& one : what.aliases)
    {
        out.begin_object().member("alias", one.alias).key("agent_ids").begin_array();
        for (const std::string& id : one.agent_ids)
            out.value(id);
        out.end_array().member("entries", one.entries).member("bytes", one.bytes);
        if (!one.oldest.empty())
            out.member("oldest", one.oldest).member("newest", one.newest);
        out.end_object();
    }
    out.end_array();
    if (what.damaged != 0)
        out.member("damaged", what.damaged);
    out.end_object();
    return text;
}

inline std::string to_json(const compaction& what)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("removed", what.removed).member("kept", what.kept);
    out.member("bytes_before", what.bytes_before).member("bytes_after", what.bytes_after).end_object();
    return text;
}

} // namespace codexflow::remembering
