#pragma once

#include "plugins/jsonl/line_filter.hpp"
#include "plugins/jsonl/line_format.hpp"
#include "plugins/redis/connection.hpp"
#include "plugins/redis/keys.hpp"
#include "plugins/redis/settings.hpp"

#include <codexflow/remembering_requests.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::redis {

/** Appends entries: each list in one step of the server's, with its window and its time to live.
 *  @param now Unix ms. */
void append_entries(connection& to, const keys& named, const redis_settings& by, std::int64_t now,
                    const std::vector<remembering::entry>& entries);

/// One step of a SCAN: calls @p see with each key. @return the next cursor; "0" at the end. A key may come twice.
std::string scan_keys(connection& from, const std::string& cursor, const std::string& pattern,
                      const std::function<void(std::string_view key)>& see);

/** Goes through the lists that may hold what a filter asks for, once each. Blocking, in pieces of work of a bounded
 *  size. */
class list_walk
{
public:
    /// Sees every line of a list, the oldest first. @param read null for a line that is no entry.
    using visitor = std::function<void(const std::string& key, std::string_view line, const remembering::entry* read)>;

    /// @param by its parts that keys show choose the lists; the visitor sees all their lines.
    list_walk(connection& from, const keys& named, const remembering::filter& by) : from_(from), keys_(named), by_(by) {}

    /// Does one piece of work. @return whether there is more.
    bool next(const visitor& see);

private:
    void look_for_keys();
    void read_lists(const visitor& see);

    static constexpr std::size_t lists_at_once = 4;

    connection& from_;
    const keys& keys_;
    const remembering::filter& by_;
    jsonl::line_reader reader_;
    std::string cursor_ = "0";
    bool all_keys_ = false;
    std::vector<std::string> found_; ///< Not read yet.
    std::vector<std::string> seen_;  ///< Sorted: SCAN may give a key more than once.
};

/// Removes lines from their lists. @return how many entries that were.
class line_removal
{
public:
    line_removal(connection& from, const keys& named) : from_(from), keys_(named) {}

    /// @param count how many equal ones at most, the oldest first; 0: all.
    void add(const std::string& key, std::string_view line, int count);
    /// Does what was added, and takes away the marks of sessions that have no list any more.
    std::uint64_t carry_out();

private:
    void forget_sessions();

    connection& from_;
    const keys& keys_;
    std::vector<command> commands_;
    std::vector<std::string> sessions_;
};

} // namespace codexflow::redis
