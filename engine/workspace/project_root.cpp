#include "engine/workspace/project_root.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <optional>
#include <vector>

namespace codexflow::workspace {
namespace {

constexpr unsigned most_links = 40; // as the kernel has it

error failure(int code)
{
    switch (code)
    {
    case ENOENT:
    case ENOTDIR: return error(errc::not_found, "no such file");
    case EACCES:
    case EPERM: return error(errc::permission_denied, "it may not be read");
    case ELOOP: return error(errc::invalid_argument, "its symbolic links lead in a circle");
    case ENAMETOOLONG: return error(errc::invalid_argument, "its name is too long");
    default: return error(errc::unavailable, std::string("it cannot be read: ") + std::strerror(code));
    }
}

error outside() { return error(errc::permission_denied, "it lies outside the project"); }

/// What of an absolute path stands below @p root; nothing when it does not.
std::optional<std::string_view> below(std::string_view path, std::string_view root)
{
    if (root == "/")
        return path;
    if (!path.starts_with(root) || (path.size() > root.size() && path[root.size()] != '/'))
        return std::nullopt;
    return path.substr(root.size());
}

std::string link_target(int link, int& code)
{
    std::array<char, PATH_MAX> text{};
    const ssize_t n = ::readlinkat(link, "", text.data(), text.size());
    code = n < 0 ? errno : 0;
    return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(n, 0))};
}

/// The way to one path, folder by folder. What was entered is left by its own door: ".." goes back to
/// the folder we came from and never asks the file system where that is.
class walk
{
public:
    walk(int root, std::string_view root_path) : root_(root), root_path_(root_path) {}

    result<project_root::place> to(std::string_view path)
    {
        if (auto begun = push(path); !begun)
            return begun.error();
        project_root::place found;
        bool arrived = false; // at something that is no folder
        while (!ahead_.empty())
        {
            const std::string name = std::move(ahead_.back());
            ahead_.pop_back();
            if (arrived)
                return failure(ENOTDIR);
            if (name == "..")
            {
                if (entered_.empty())
                    return outside();
                entered_.pop_back();
                continue;
            }
            const auto step = enter(name, found);
            if (!step)
                return step.error();
            arrived = *step;
        }
        if (!arrived)
        {
            found.what = project_root::kind::folder;
            found.handle = owned_fd(::fcntl(here(), F_DUPFD_CLOEXEC, 3));
        }
        return found;
    }

private:
    int here() const { return entered_.empty() ? root_ : entered_.back().get(); }

    /// Puts the parts of @p path ahead of what is to be walked.
    result<void> push(std::string_view path)
    {
        if (path.find('\0') != path.npos)
            return error(errc::invalid_argument, "its name holds a NUL byte");
        if (path.starts_with('/'))
        {
            const auto inside = below(path, root_path_);
            if (!inside)
                return outside();
            entered_.clear();
            path = *inside;
        }
        std::vector<std::string> parts;
        while (!path.empty())
        {
            const std::string_view part = path.substr(0, path.find('/'));
            path.remove_prefix(std::min(part.size() + 1, path.size()));
            if (!part.empty() && part != ".")
                parts.emplace_back(part);
        }
        ahead_.insert(ahead_.end(), parts.rbegin(), parts.rend());
        return {};
    }

    /// @return whether @p name is no folder; then @p found is it.
    result<bool> enter(const std::string& name, project_root::place& found)
    {
        owned_fd next(::openat(here(), name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
        struct stat about
        {};
        if (next.get() < 0 || ::fstat(next.get(), &about) != 0)
            return failure(errno);
        if (S_ISDIR(about.st_mode))
        {
            entered_.push_back(std::move(next));
            return false;
        }
        if (!S_ISLNK(about.st_mode))
        {
            found.what = S_ISREG(about.st_mode) ? project_root::kind::file : project_root::kind::other;
            found.handle = std::move(next);
            return true;
        }
        found.through_link = found.through_link || ahead_.empty();
        int code = 0;
        const std::string target = link_target(next.get(), code);
        if (code != 0 || ++links_ > most_links)
            return failure(code != 0 ? code : ELOOP);
        if (auto pushed = push(target); !pushed)
            return pushed.error();
        return false;
    }

    const int root_;
    const std::string_view root_path_;
    std::vector<owned_fd> entered_;
    std::vector<std::string> ahead_; ///< The next one last.
    unsigned links_ = 0;
};

} // namespace

result<project_root> project_root::open(const std::filesystem::path& folder)
{
    std::error_code failed;
    const auto real = std::filesystem::canonical(folder, failed);
    owned_fd opened(failed ? -1 : ::open(real.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() < 0)
        return error(errc::not_found, "there is no folder '" + folder.string() + "'");
    return project_root(std::move(opened), real.string());
}

result<project_root::place> project_root::find(std::string_view path) const
{
    return walk(folder_.get(), path_).to(path);
}

result<owned_fd> project_root::open_file(const place& what)
{
    // Through /proc: the very thing that was found, whatever its name leads to by now.
    const std::string again = "/proc/self/fd/" + std::to_string(what.handle.get());
    owned_fd opened(::open(again.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (opened.get() < 0)
        return failure(errno);
    return opened;
}

} // namespace codexflow::workspace
