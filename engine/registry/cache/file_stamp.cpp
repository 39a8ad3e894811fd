#include "engine/registry/cache/file_stamp.hpp"

#include <sys/stat.h>

namespace codexflow {
namespace {

std::int64_t nanoseconds(const timespec& time) noexcept
{
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

} // namespace

std::optional<file_stamp> stamp_of(const std::filesystem::path& path) noexcept
{
    struct stat found = {};
    if (::stat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode))
        return std::nullopt;
    return file_stamp{static_cast<std::uint64_t>(found.st_size), found.st_ino, found.st_dev,
                      nanoseconds(found.st_mtim), nanoseconds(found.st_ctim)};
}

} // namespace codexflow
