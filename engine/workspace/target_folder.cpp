#include "engine/workspace/target_folder.hpp"

#include "engine/base/text.hpp"
#include "engine/workspace/file_proposal.hpp"
#include "engine/workspace/folder_tree.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace codexflow::workspace {
namespace {

using stat_block = struct stat;

error refusal(const std::string& what, int why)
{
    if (why == ELOOP)
        return error(errc::invalid_argument, what + " is a symbolic link");
    if (why == ENOTDIR)
        return error(errc::invalid_argument, what + " is no folder");
    return error(errc::invalid_argument, what + ": " + std::strerror(why));
}

/// The folder that a file lies in.
struct parent
{
    owned_fd folder; ///< None if it is not there.
    std::string name;
};

enum class missing : bool
{
    stay,
    make
};

result<parent> walk(int from, const std::string& file, missing folders)
{
    parent at{owned_fd(::fcntl(from, F_DUPFD_CLOEXEC, 3)), file};
    for (std::size_t begin = 0, end = 0; (end = file.find('/', begin)) != file.npos; begin = end + 1)
    {
        const std::string part = file.substr(begin, end - begin);
        at.name = file.substr(end + 1);
        if (folders == missing::make && ::mkdirat(at.folder.get(), part.c_str(), 0777) != 0 && errno != EEXIST)
            return refusal("cannot make the folder " + quote(file.substr(0, end)), errno);
        owned_fd next = open_folder(at.folder.get(), part);
        const int why = errno;
        stat_block about{};
        if (next.get() < 0 && why == ENOENT && folders == missing::stay)
            return parent{{}, file.substr(file.rfind('/') + 1)};
        if (next.get() < 0) // a link is ENOTDIR or ELOOP, as the system likes
            return refusal(quote(file.substr(0, end)),
                           ::fstatat(at.folder.get(), part.c_str(), &about, AT_SYMLINK_NOFOLLOW) == 0 &&
                                   S_ISLNK(about.st_mode)
                               ? ELOOP
                               : why);
        at.folder = std::move(next);
    }
    return at;
}

struct present
{
    std::string content;
    mode_t mode = 0;
};

result<std::optional<present>> read_there(const parent& at, const std::string& file)
{
    stat_block about{};
    if (at.folder.get() < 0 || ::fstatat(at.folder.get(), at.name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0)
    {
        if (at.folder.get() < 0 || errno == ENOENT)
            return std::optional<present>();
        return refusal(quote(file), errno);
    }
    if (S_ISLNK(about.st_mode))
        return refusal(quote(file), ELOOP);
    if (!S_ISREG(about.st_mode))
        return error(errc::invalid_argument, quote(file) + (S_ISDIR(about.st_mode) ? " is a folder" : " is no regular file"));
    if (static_cast<std::uint64_t>(about.st_size) > target_folder::most_bytes)
        return error(errc::invalid_argument, quote(file) + " is too large to be replaced");
    const owned_fd opened(
        ::openat(at.folder.get(), at.name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (opened.get() < 0 || ::fstat(opened.get(), &about) != 0)
        return refusal(quote(file), errno);
    if (!S_ISREG(about.st_mode))
        return error(errc::invalid_argument, quote(file) + " is no regular file");
    present found{std::string(static_cast<std::size_t>(about.st_size), '\0'), about.st_mode & 07777U};
    std::size_t done = 0;
    while (done != found.content.size())
    {
        const ssize_t n = ::read(opened.get(), found.content.data() + done, found.content.size() - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return refusal(quote(file), errno);
        if (n == 0)
            break;
        done += static_cast<std::size_t>(n);
    }
    found.content.resize(done);
    return std::optional<present>(std::move(found));
}

void fail(proposed_file& one, file_status how, const error& why)
{
    one.status = how;
    one.reason = why.message;
}

} // namespace

result<target_folder> target_folder::open(const std::filesystem::path& path)
{
    owned_fd opened(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() < 0 && errno != ENOENT)
        return refusal(quote(path.string()), errno);
    return target_folder(std::move(opened), path);
}

result<std::optional<std::string>> target_folder::read(const std::string& file) const
{
    if (folder_.get() < 0)
        return std::optional<std::string>();
    const auto at = walk(folder_.get(), file, missing::stay);
    if (!at)
        return at.error();
    auto there = read_there(*at, file);
    if (!there)
        return there.error();
    return *there ? std::optional(std::move((*there)->content)) : std::nullopt;
}

result<void> target_folder::put(const std::string& file, std::string_view content,
                                const std::optional<std::string>& before)
{
    if (folder_.get() < 0)
    {
        std::error_code fault;
        std::filesystem::create_directories(path_, fault);
        folder_ = owned_fd(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (folder_.get() < 0)
            return refusal("cannot make the folder " + quote(path_.string()), fault ? fault.value() : errno);
    }
    const auto at = walk(folder_.get(), file, missing::make);
    if (!at)
        return at.error();
    const auto there = read_there(*at, file);
    if (!there)
        return there.error();
    if (there->has_value() != before.has_value() || (before && (*there)->content != *before))
        return error(errc::invalid_argument, quote(file) + " was changed by somebody else meanwhile");
    put_settings how{0666, {}, flush::now};
    if (*there)
        how.exact = (*there)->mode;
    if (const int why = put_file(at->folder.get(), at->name, content, how); why != 0)
        return refusal("cannot write " + quote(file), why);
    return {};
}

void look_at_targets(file_proposal& proposal)
{
    const auto target = target_folder::open(proposal.folder);
    for (proposed_file& one : proposal.files)
    {
        if (one.status != file_status::fresh)
            continue;
        if (!target)
        {
            fail(one, file_status::refused, target.error());
            continue;
        }
        auto there = target->read(one.path);
        if (!there)
            fail(one, file_status::refused, there.error());
        else if (there->has_value())
            one.status = **there == one.content ? file_status::unchanged : file_status::changed;
        if (there)
            one.before = std::move(*there);
    }
}

void write_targets(file_proposal& proposal)
{
    auto target = target_folder::open(proposal.folder);
    for (proposed_file& one : proposal.files)
    {
        if (one.status != file_status::fresh && one.status != file_status::changed)
            continue;
        const auto put = target ? target->put(one.path, one.content, one.before) : result<void>(target.error());
        one.written = put.has_value();
        if (!put)
            fail(one, file_status::failed, put.error());
    }
}

} // namespace codexflow::workspace
