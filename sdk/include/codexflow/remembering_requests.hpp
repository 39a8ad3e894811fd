#pragma once

#include <codexflow/remembering.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  What memories are asked. What does not hold is a failure (CFLOW_E_INVALID), and nothing is done. */
namespace codexflow::remembering {

/// What query and forget choose by: all that is given must hold.
struct filter
{
    struct exact
    {
        std::string name; ///< "alias", "agent_id", "namespace", "session_id", "task_id" or "run_id".
        std::string value;
    };

    std::vector<exact> ids;
    std::vector<std::string> words; ///< All must occur; see search_words.hpp.
    std::optional<std::int64_t> since, before; ///< Unix ms: since <= ts < before.
    std::int64_t now = 0; ///< Unix ms: what is over by then is not there.

    /// What @p name must be, or null.
    const std::string* wanted(std::string_view name) const noexcept
    {
        for (const exact& one : ids)
            if (one.name == name)
                return &one.value;
        return nullptr;
    }

    /// All but what its text must hold.
    bool fits_but_text(const entry& one) const
    {
        for (const exact& each : ids)
            if (one.id(each.name) != each.value)
                return false;
        if (expired(one, now))
            return false;
        if (!since && !before)
            return true;
        const std::optional<std::int64_t> when = one.time();
        return when && (!since || *when >= *since) && (!before || *when < *before);
    }

    bool fits(const entry& one) const
    {
        return fits_but_text(one) && (words.empty() || has_all_words(searchable(one), words));
    }
};

struct query
{
    filter by;
    std::uint64_t limit = 0;                ///< Entries, at least one.
    std::optional<std::uint64_t> max_bytes; ///< Of the entries' documents together.
};

/** Counts what a query gives, and says when it is full.
 *  @code
 *  if (!window.take(document.size()))
 *      return;                         // neither this one is given, nor anything behind it
 *  @endcode */
class window
{
public:
    explicit window(const query& asked) noexcept : limit_(asked.limit), max_bytes_(asked.max_bytes) {}

    bool take(std::size_t size) noexcept
    {
        if (full())
            return false;
        if (max_bytes_ && so_far_.bytes + size > *max_bytes_)
        {
            so_far_.truncated = true;
            return false;
        }
        ++so_far_.count;
        so_far_.bytes += size;
        return true;
    }
    bool full() const noexcept { return so_far_.count == limit_ || so_far_.truncated; }
    void damaged() noexcept { ++so_far_.damaged; }
    const found& so_far() const noexcept { return so_far_; }

private:
    std::uint64_t limit_;
    std::optional<std::uint64_t> max_bytes_;
    found so_far_;
};

/// What "compact" holds each alias to.
struct bounds
{
    std::int64_t now = 0;                        ///< Unix ms.
    std::optional<std::uint64_t> default_ttl_ms; ///< For entries that do not say when they are over.
    std::optional<std::uint64_t> max_bytes, max_entries;
};

namespace detail {

inline std::optional<std::uint64_t> number_of(const json::value& root, std::string_view name)
{
    const json::value found = root[name];
    const std::optional<std::uint64_t> number = found.as_uint64();
    if (found.exists() && !number)
        refuse(std::string(name) + " is no number of that kind");
    return number;
}

inline std::optional<std::int64_t> time_of(const json::value& root, std::string_view name)
{
    const std::string text = text_of(root, name);
    if (text.empty())
        return std::nullopt;
    const std::optional<std::int64_t> when = from_iso_time(text);
    if (!when)
        refuse(std::string(name) + " is no time of ISO 8601: '" + text + '\'');
    return when;
}

inline std::int64_t now_of(const json::value& root)
{
    const std::optional<std::int64_t> now = time_of(root, "now");
    if (!now)
        refuse("now is missing");
    return *now;
}

inline json::value open(json::document& document, std::string_view request)
{
    if (!document.parse(request) || !document.root().is_object())
        refuse("the request is not a JSON object");
    return document.root();
}

/// Text that is asked for but holds no word would find everything: that is refused.
inline filter filter_of(const json::value& root)
{
    filter made;
    for (const auto& [name, member] : ids)
        if (std::string value = text_of(root, name); !value.empty())
            made.ids.push_back({std::string(name), std::move(value)});
    const std::string text = text_of(root, "text");
    made.words = search_words(text);
    if (!text.empty() && made.words.empty())
        refuse("text holds no word: '" + text + '\'');
    made.since = time_of(root, "since");
    made.before = time_of(root, "before");
    made.now = now_of(root);
    return made;
}

} // namespace detail

/// What "append" is asked.
inline std::vector<entry> read_append(std::string_view request)
{
    json::document document;
    const json::value entries = detail::open(document, request)["entries"];
    if (!entries.is_array())
        detail::refuse("entries is not a list");
    std::vector<entry> made;
    for (const json::value one : entries.elements())
        made.push_back(read_entry(one));
    return made;
}

/// What "query" is asked.
inline query read_query(std::string_view request)
{
    json::document document;
    const json::value root = detail::open(document, request);
    query made;
    made.by = detail::filter_of(root);
    made.limit = detail::number_of(root, "limit").value_or(0);
    if (made.limit < 1 || made.limit > 100'000)
        detail::refuse("limit is not between 1 and 100000");
    made.max_bytes = detail::number_of(root, "max_bytes");
    return made;
}

/** What "forget" is asked. Refuses to forget everything because nothing was said. Its @c now is the beginning of time:
 *  what has expired and is not shown any more is forgotten too. */
inline filter read_forget(std::string_view request)
{
    json::document document;
    filter made = detail::filter_of(detail::open(document, request));
    if (made.ids.empty() && made.words.empty() && !made.since && !made.before)
        detail::refuse("forget names nothing: it would forget everything");
    made.now = INT64_MIN;
    return made;
}

/// The moment that "list" is asked for, Unix ms.
inline std::int64_t read_list(std::string_view request)
{
    json::document document;
    return detail::now_of(detail::open(document, request));
}

/// What "compact" is asked.
inline bounds read_bounds(std::string_view request)
{
    json::document document;
    const json::value root = detail::open(document, request);
    bounds made;
    made.now = detail::now_of(root);
    made.default_ttl_ms = detail::number_of(root, "default_ttl_ms");
    made.max_bytes = detail::number_of(root, "max_bytes");
    made.max_entries = detail::number_of(root, "max_entries");
    return made;
}

} // namespace codexflow::remembering
