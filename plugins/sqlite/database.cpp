#include "plugins/sqlite/database.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/owned_fd.hpp>

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace codexflow::sqlite {
namespace {

/// Makes the file for its owner only; SQLite gives the files beside it the same rights.
void make_private(const std::string& path)
{
    const owned_fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
    if (fd.get() >= 0)
        return;
    const int code = errno;
    throw failure(CFLOW_E_IO, "the memory in " + path + " cannot be opened: " + std::strerror(code))
        .hint(code == ELOOP ? "it is a symbolic link: name the file itself (memory.path)"
                            : "name a file that can be written (memory.path), or run with --no-memory");
}

/// SQLite refuses links anywhere in a path; those in its folders are the user's business.
std::string without_links(const std::string& path)
{
    std::error_code fault;
    const std::filesystem::path given(path);
    const std::filesystem::path folder =
        std::filesystem::canonical(given.has_parent_path() ? given.parent_path() : ".", fault);
    return fault ? path : (folder / given.filename()).string();
}

} // namespace

void fail(sqlite3* on, int code, const std::string& path)
{
    const std::string said = on != nullptr ? ::sqlite3_errmsg(on) : ::sqlite3_errstr(code);
    const std::string what = "the memory in " + path + ": " + said;
    switch (code & 0xFF)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw failure(CFLOW_E_UNAVAILABLE, what + ": another process has been writing to it for 30 s")
            .hint("see which one, with lsof or fuser, and end it");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        throw failure(CFLOW_E_IO, what + ": the file is damaged, or is no SQLite database")
            .hint("move it away: a new one is begun then; sqlite3 FILE .recover saves what can be read of it");
    case SQLITE_FULL: throw failure(CFLOW_E_IO, what).hint("make room on the disk");
    case SQLITE_NOMEM: throw failure(CFLOW_E_NOMEM, what);
    case SQLITE_TOOBIG: throw failure(CFLOW_E_TOO_LARGE, what);
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        throw failure(CFLOW_E_IO, what)
            .hint("the file and its folder must be writable (memory.path); or run with --no-memory");
    default: throw failure(CFLOW_E_IO, what);
    }
}

statement::statement(database& on, std::string_view sql)
    : on_(on)
{
    sqlite3_stmt* made = nullptr;
    const int code = ::sqlite3_prepare_v3(on.handle(), sql.data(), static_cast<int>(sql.size()), 0, &made, nullptr);
    handle_.reset(made);
    if (code != SQLITE_OK)
        fail(on.handle(), code, on.path());
}

statement& statement::bind(int place, std::int64_t value)
{
    if (const int code = ::sqlite3_bind_int64(handle_.get(), place, value); code != SQLITE_OK)
        fail(on_.handle(), code, on_.path());
    return *this;
}

statement& statement::bind(int place, std::optional<std::int64_t> value)
{
    if (value)
        return bind(place, *value);
    if (const int code = ::sqlite3_bind_null(handle_.get(), place); code != SQLITE_OK)
        fail(on_.handle(), code, on_.path());
    return *this;
}

statement& statement::bind(int place, std::string_view text)
{
    const int code = ::sqlite3_bind_text64(handle_.get(), place, text.data() == nullptr ? "" : text.data(), text.size(),
                                           SQLITE_STATIC, SQLITE_UTF8);
    if (code != SQLITE_OK)
        fail(on_.handle(), code, on_.path());
    return *this;
}

bool statement::step()
{
    const int code = ::sqlite3_step(handle_.get());
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        fail(on_.handle(), code, on_.path());
    return false;
}

void statement::run()
{
    while (step())
        ;
    reset();
}

std::string_view statement::text(int column) const noexcept
{
    const unsigned char* bytes = ::sqlite3_column_text(handle_.get(), column);
    const auto size = static_cast<std::size_t>(::sqlite3_column_bytes(handle_.get(), column));
    return bytes == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(bytes), size);
}

database::database(const std::string& path)
    : path_(path)
{
    make_private(path);
    sqlite3* made = nullptr;
    const std::string name = without_links(path);
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
    const int code = ::sqlite3_open_v2(name.c_str(), &made, flags, nullptr);
    handle_.reset(made);
    if (code != SQLITE_OK)
        fail(made, code, path);
    ::sqlite3_busy_timeout(made, busy_limit_ms);
}

void database::run(const char* sql)
{
    if (const int code = ::sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr); code != SQLITE_OK)
        fail(handle_.get(), code, path_);
}

std::int64_t database::number(const char* sql)
{
    statement one(*this, sql);
    return one.step() ? one.number(0) : 0;
}

std::string database::text(const char* sql)
{
    statement one(*this, sql);
    return one.step() ? std::string(one.text(0)) : std::string();
}

bool database::still_named() const noexcept
{
    int moved = 0;
    ::sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved == 0;
}

transaction::~transaction()
{
    if (on_ != nullptr)
        ::sqlite3_exec(on_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void transaction::commit()
{
    on_->run("COMMIT");
    on_ = nullptr;
}

} // namespace codexflow::sqlite
