#include "engine/workspace/log_tail.hpp"

#include <codexflow/line_replacement.hpp>
#include <codexflow/owned_fd.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

namespace codexflow::workspace {
namespace {

namespace fs = std::filesystem;

error because(const fs::path& file, const std::string& why)
{
    return error(errc::invalid_argument, "the log was left alone: " + why, location{file.string()});
}

bool goes_through_links(const fs::path& file)
{
    for (fs::path part = file; !part.empty() && part != part.root_path(); part = part.parent_path())
    {
        std::error_code ignored;
        if (fs::is_symlink(part, ignored))
            return true;
    }
    return false;
}

/// Fills @p text with what stands from @p from on; 0, or why not.
int read_from(int fd, off_t from, std::string& text)
{
    std::size_t have = 0;
    while (have != text.size())
    {
        const ssize_t n = ::pread(fd, text.data() + have, text.size() - have, from + static_cast<off_t>(have));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 ? EIO : errno;
        have += static_cast<std::size_t>(n);
    }
    return 0;
}

/// Puts what stands behind @p from in the file's place, and what others append meanwhile behind it.
file_error leave_end(const std::string& file, int opened, std::uint64_t from, std::uint64_t size)
{
    line_replacement shorter(file);
    if (const file_error fault = shorter.begin())
        return fault;
    if (const file_error fault = shorter.copy(opened, from, size))
        return fault;
    return shorter.commit(opened, size);
}

} // namespace

result<std::uint64_t> shorten_log(const fs::path& file, std::uint64_t most, bool dry_run)
{
    if (goes_through_links(file))
        return because(file, "its path leads through a symbolic link");
    const owned_fd opened(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (opened.get() < 0 && errno == ENOENT)
        return std::uint64_t{0};
    struct stat about = {};
    if (opened.get() < 0 || ::fstat(opened.get(), &about) != 0)
        return because(file, std::strerror(errno));
    if (!S_ISREG(about.st_mode))
        return because(file, "it is no regular file");
    const auto size = static_cast<std::uint64_t>(about.st_size);
    if (size <= most)
        return std::uint64_t{0};

    std::string text(most + 1, '\0'); // one byte more shows whether a line begins where the rest does
    if (const int why = read_from(opened.get(), static_cast<off_t>(size - text.size()), text); why != 0)
        return because(file, std::strerror(why));
    const auto line_end = text.find('\n');
    const std::string_view rest = line_end == text.npos ? "" : std::string_view(text).substr(line_end + 1);
    if (!dry_run)
        if (const file_error fault = leave_end(file.string(), opened.get(), size - rest.size(), size))
            return because(file, std::string(fault.step) + ": " + std::strerror(fault.code));
    return size - rest.size();
}

} // namespace codexflow::workspace
