#include "plugins/sqlite/deletion.hpp"

#include <codexflow/failure.hpp>

#include <algorithm>
#include <utility>

namespace codexflow::sqlite {
namespace {

constexpr std::string_view limited = " AND id <= ? LIMIT ?";

std::int64_t bound_of(std::optional<std::uint64_t> most)
{
    return most ? static_cast<std::int64_t>(std::min<std::uint64_t>(*most, INT64_MAX)) : INT64_MAX;
}

/// The ids of those above the bounds of their owner, oldest first not needed: all of them go.
constexpr std::string_view above_bounds =
    "SELECT id FROM (SELECT id, row_number() OVER newest_first AS place, sum(bytes) OVER newest_first AS total FROM entries "
    "WINDOW newest_first AS (PARTITION BY owner ORDER BY time DESC, id DESC ROWS UNBOUNDED PRECEDING)) "
    "WHERE (place > ? OR total > ?)";

} // namespace

deletion::deletion(std::shared_ptr<database> in, const remembering::filter& which)
    : in_(std::move(in))
{
    begin();
    const condition& where = conditions_.emplace_back(which);
    statement& ids = which_.emplace_back(*in_, "SELECT id FROM entries WHERE " + where.sql() + std::string(limited));
    const int place = where.bind(ids);
    ids.bind(place, newest_).bind(place + 1, std::int64_t{at_once});
}

deletion::deletion(std::shared_ptr<database> in, const remembering::bounds& to)
    : in_(std::move(in))
{
    if (const std::string found = in_->text("PRAGMA quick_check(1)"); found != "ok")
        throw failure(CFLOW_E_IO, "the memory in " + in_->path() + " is damaged: " + found)
            .hint("move it away: a new one is begun then; sqlite3 FILE .recover saves what can be read of it");
    begin();
    statement& over = which_.emplace_back(
        *in_, "SELECT id FROM entries WHERE (expires <= ?1 OR (expires IS NULL AND time <= ?2))" + std::string(limited));
    // Without a default time none of those goes; an entry of the future is not older than any.
    const std::int64_t ttl = bound_of(to.default_ttl_ms);
    const std::int64_t oldest = to.default_ttl_ms && to.now > INT64_MIN + ttl ? to.now - ttl : INT64_MIN;
    over.bind(1, to.now).bind(2, oldest).bind(3, newest_).bind(4, std::int64_t{at_once});
    if (!to.max_bytes && !to.max_entries)
        return;
    statement& above = which_.emplace_back(*in_, std::string(above_bounds) + std::string(limited));
    above.bind(1, bound_of(to.max_entries)).bind(2, bound_of(to.max_bytes)).bind(3, newest_);
    above.bind(4, std::int64_t{at_once});
}

void deletion::begin()
{
    conditions_.reserve(1);
    which_.reserve(2);
    newest_ = in_->number("SELECT coalesce(max(id), 0) FROM entries");
    result_.bytes_before = static_cast<std::uint64_t>(file_bytes());
}

std::int64_t deletion::file_bytes()
{
    return in_->number("PRAGMA page_count") * in_->number("PRAGMA page_size");
}

bool deletion::next()
{
    if (done_)
        return false;
    while (at_ != which_.size())
    {
        const std::uint64_t removed = remove_some(which_[at_]);
        result_.removed += removed;
        if (removed != 0)
            return true;
        ++at_;
    }
    if (result_.removed != 0)
        give_back();
    result_.kept = static_cast<std::uint64_t>(in_->number("SELECT count(*) FROM entries"));
    result_.bytes_after = static_cast<std::uint64_t>(file_bytes());
    done_ = true;
    return false;
}

std::uint64_t deletion::remove_some(statement& which)
{
    transaction one(*in_);
    std::vector<std::int64_t> ids;
    while (which.step())
        ids.push_back(which.number(0));
    which.reset();
    statement entry(*in_, "DELETE FROM entries WHERE id = ?");
    statement text(*in_, "DELETE FROM words WHERE rowid = ?");
    for (const std::int64_t id : ids)
    {
        entry.bind(1, id).run();
        text.bind(1, id).run();
    }
    one.commit();
    return ids.size();
}

void deletion::give_back()
{
    // The index keeps what was removed in its older parts until they are merged.
    in_->run("INSERT INTO words(words) VALUES('optimize')");
    in_->run("PRAGMA incremental_vacuum");
    // Where somebody still reads it says "busy" in its row, and the next one does it: there is no need to wait.
    ::sqlite3_busy_timeout(in_->handle(), 0);
    in_->number("PRAGMA wal_checkpoint(TRUNCATE)");
    ::sqlite3_busy_timeout(in_->handle(), database::busy_limit_ms);
}

} // namespace codexflow::sqlite
