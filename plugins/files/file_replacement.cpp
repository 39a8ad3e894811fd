#include "plugins/files/file_replacement.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace codexflow::files {
namespace {

constexpr unsigned most_names = 100;
constexpr mode_t permissions = 0777;

/// A name that no other call of this process uses at the same time.
std::string next_name()
{
    static std::atomic<unsigned> count{0};
    return ".codex-flow." + std::to_string(::getpid()) + '.' + std::to_string(++count) + ".tmp";
}

} // namespace

file_replacement::file_replacement(const write_place& at, std::string_view path, const open_file& old)
    : at_(at),
      path_(path),
      old_(old.about),
      had_old_(old.handle.get() >= 0)
{
    for (unsigned tries = 0; file_.get() < 0; ++tries)
    {
        temporary_ = next_name();
        file_ =
            owned_fd(::openat(at.folder.get(), temporary_.c_str(),
                              O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, had_old_ ? 0600 : 0666));
        const int code = errno;
        if (file_.get() >= 0 || (code == EEXIST && tries != most_names))
            continue; // one left by a process that was killed and had our number
        temporary_.clear();
        throw tool_error(shown(path_) + ": " + explain(code));
    }
}

file_replacement::~file_replacement()
{
    if (!temporary_.empty())
        ::unlinkat(at_.folder.get(), temporary_.c_str(), 0);
}

void file_replacement::write(std::string_view piece)
{
    while (!piece.empty())
    {
        const ssize_t n = ::write(file_.get(), piece.data(), piece.size());
        if (n < 0 && errno != EINTR)
            throw tool_error(shown(path_) + ": " + explain(errno));
        piece.remove_prefix(static_cast<std::size_t>(n < 0 ? 0 : n));
    }
}

bool file_replacement::still_there() const
{
    struct stat now
    {};
    return ::fstatat(at_.folder.get(), at_.name.c_str(), &now, AT_SYMLINK_NOFOLLOW) == 0 &&
           now.st_dev == old_.st_dev && now.st_ino == old_.st_ino && now.st_size == old_.st_size &&
           now.st_mtim.tv_sec == old_.st_mtim.tv_sec && now.st_mtim.tv_nsec == old_.st_mtim.tv_nsec;
}

void file_replacement::commit(condition needed)
{
    if (had_old_ && ::fchmod(file_.get(), old_.st_mode & permissions) != 0)
        throw tool_error(shown(path_) + ": " + explain(errno));
    if (needed == condition::unchanged && !still_there())
        throw tool_error(shown(path_) + ": it was changed by someone else meanwhile; read it again");
    if (::renameat(at_.folder.get(), temporary_.c_str(), at_.folder.get(), at_.name.c_str()) != 0)
        throw tool_error(shown(path_) + ": " + explain(errno));
    temporary_.clear();
}

} // namespace codexflow::files
