#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/** @file
 *  SQLite with owners instead of handles, and failures instead of result codes. Blocking; one thread at a time. */
namespace codexflow::sqlite {

/// Throws what a result code is to those who asked: failure, with the file's name and what to do.
[[noreturn]] void fail(sqlite3* on, int code, const std::string& path);

class database;

/// A prepared statement. Parameters and columns count from 1 and from 0, as SQLite has it. Outlived by its database.
class statement
{
public:
    statement(database& on, std::string_view sql);

    statement& bind(int place, std::int64_t value);
    statement& bind(int place, std::optional<std::int64_t> value);
    /// The text is not copied: it must live until the statement is reset or gone.
    statement& bind(int place, std::string_view text);

    /// @return whether there is a row.
    bool step();
    /// For what gives no rows: runs it, and makes it ready for the next time.
    void run();
    void reset() noexcept { ::sqlite3_reset(handle_.get()); }

    std::int64_t number(int column) const noexcept { return ::sqlite3_column_int64(handle_.get(), column); }
    /// Valid until the next step.
    std::string_view text(int column) const noexcept;

private:
    struct finalizer
    {
        void operator()(sqlite3_stmt* one) const noexcept { ::sqlite3_finalize(one); }
    };

    database& on_;
    std::unique_ptr<sqlite3_stmt, finalizer> handle_;
};

/// A connection to one file.
class database
{
public:
    static constexpr int busy_limit_ms = 30'000;

    /** Opens the file; one that is not there is made, for its owner only. Its folder must exist. A symbolic link is
     *  refused. Who waits for others does so for busy_limit_ms. */
    explicit database(const std::string& path);

    void run(const char* sql);
    /// The first column of the first row.
    std::int64_t number(const char* sql);
    std::string text(const char* sql);
    /// How many rows the last statement changed.
    std::int64_t changes() const noexcept { return ::sqlite3_changes64(handle_.get()); }

    /// Whether the file that is open is still the one of that name; it may have been moved or removed.
    bool still_named() const noexcept;

    const std::string& path() const noexcept { return path_; }
    sqlite3* handle() const noexcept { return handle_.get(); }

private:
    struct closer
    {
        void operator()(sqlite3* one) const noexcept { ::sqlite3_close_v2(one); }
    };

    std::string path_;
    std::unique_ptr<sqlite3, closer> handle_;
};

/// A transaction that writes, or one in which all that is read is of one moment. What is not committed is undone.
class transaction
{
public:
    explicit transaction(database& on, bool writes = true) : on_(&on) { on.run(writes ? "BEGIN IMMEDIATE" : "BEGIN"); }
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;
    ~transaction();
    void commit();

private:
    database* on_;
};

} // namespace codexflow::sqlite
