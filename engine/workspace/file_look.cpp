#include "engine/workspace/file_look.hpp"

#include "engine/workspace/project_root.hpp"

#include <codexflow/utf8.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace codexflow::workspace {
namespace {

constexpr std::size_t binary_check = 8192; // bytes in which a NUL gives a binary file away

/// 0, or why not all of it could be read; @p text has at most @p most bytes.
int read_start(int fd, std::size_t most, std::string& text)
{
    text.resize(most);
    std::size_t got = 0;
    int code = 0;
    while (got < most && code == 0)
    {
        const ssize_t n = ::read(fd, text.data() + got, most - got);
        if (n == 0)
            break;
        if (n > 0)
            got += static_cast<std::size_t>(n);
        else if (errno != EINTR)
            code = errno;
    }
    text.resize(got);
    return code;
}

/// Judges what was read, and leaves of it what is whole characters.
void judge(file_look& look, std::size_t most)
{
    const std::string_view start = std::string_view(look.text).substr(0, binary_check);
    const std::size_t good = utf8::valid_prefix(look.text);
    const bool whole = look.text.size() >= look.size;
    const bool cut =
        good != look.text.size() && !whole && utf8::look(look.text, good).what == utf8::unit::incomplete;
    if (start.find('\0') != start.npos)
        look.why_not = "a binary file";
    else if (good != look.text.size() && !cut)
        look.why_not = "not text in UTF-8";
    if (!look.why_not.empty())
    {
        look.text.clear();
        return;
    }
    std::size_t keep = std::min(good, most);
    while (keep < look.text.size() && keep > 0 &&
           (static_cast<unsigned char>(look.text[keep]) & 0xC0U) == 0x80U)
        --keep;
    look.text.resize(keep);
}

} // namespace

file_look look_at_file(const project_root& root, std::string path, std::size_t most)
{
    file_look look;
    look.path = std::move(path);
    const auto place = root.find(look.path);
    if (!place)
    {
        look.why_not = place.error().message;
        return look;
    }
    if (place->what != project_root::kind::file)
    {
        look.why_not = place->what == project_root::kind::folder ? "a folder" : "not a regular file";
        return look;
    }
    const auto file = project_root::open_file(*place);
    struct stat about
    {};
    if (!file || ::fstat(file->get(), &about) != 0)
    {
        look.why_not = file ? std::strerror(errno) : file.error().message;
        return look;
    }
    if (const int code = read_start(file->get(), std::max(most, binary_check), look.text); code != 0)
    {
        look.text.clear();
        look.why_not = std::string("it cannot be read: ") + std::strerror(code);
        return look;
    }
    // It may have grown or been cut since it was opened.
    look.size = std::max(static_cast<std::uint64_t>(about.st_size), std::uint64_t{look.text.size()});
    if (look.text.size() < std::max(most, binary_check))
        look.size = look.text.size();
    judge(look, most);
    return look;
}

} // namespace codexflow::workspace
