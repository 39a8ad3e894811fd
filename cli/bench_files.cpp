#include "cli/bench_files.hpp"

#include "engine/bench/bench_report.hpp"
#include "engine/bench/measurement.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace codexflow::cli {
namespace {

namespace fs = std::filesystem;

error failed(const fs::path& where, const std::string& why)
{
    return error(errc::invalid_argument, "cannot write the report: " + why, location{where.string(), 0, 0})
        .with_hint("name another folder with --out DIR, or give --no-output");
}

int create(const fs::path& file) { return ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600); }

/// Writes @p text and closes @p fd. 0, or why not.
int fill(int fd, std::string_view text)
{
    int why = 0;
    while (!text.empty() && why == 0)
    {
        const ssize_t n = ::write(fd, text.data(), text.size());
        if (n >= 0)
            text.remove_prefix(static_cast<std::size_t>(n));
        else if (errno != EINTR)
            why = errno;
    }
    if (::close(fd) != 0 && why == 0)
        why = errno;
    return why;
}

fs::path with_ending(const fs::path& stem, const char* ending) { return stem.string() + ending; }

bool taken(const fs::path& stem)
{
    std::error_code ignored;
    return fs::exists(with_ending(stem, ".md"), ignored) || fs::exists(with_ending(stem, ".csv"), ignored);
}

/// A descriptor for the JSON file, and what all three are called.
result<std::pair<int, fs::path>> claim(const fs::path& folder, std::int64_t ms)
{
    for (;; ++ms)
    {
        const fs::path stem = folder / ("bench-" + std::to_string(ms));
        if (taken(stem))
            continue;
        const fs::path file = with_ending(stem, ".json");
        if (const int fd = create(file); fd >= 0)
            return std::pair(fd, stem);
        if (errno != EEXIST)
            return failed(file, std::strerror(errno));
    }
}

} // namespace

result<void> prepare_bench_folder(const fs::path& folder)
{
    std::error_code why;
    fs::create_directories(folder, why);
    if (why)
        return failed(folder, why.message());
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        return failed(folder, std::strerror(errno));
    return {};
}

result<fs::path> write_bench_files(const fs::path& folder, const bench::measurement& all)
{
    const auto claimed = claim(folder, all.started_unix_us / 1000);
    if (!claimed)
        return claimed.error();
    const auto& [json, stem] = *claimed;
    if (const int why = fill(json, bench::report_json(all)); why != 0)
        return failed(with_ending(stem, ".json"), std::strerror(why));
    const std::array<std::pair<const char*, std::string>, 2> rest{
        {{".md", bench::report_markdown(all)}, {".csv", bench::report_csv(all)}}};
    for (const auto& [ending, text] : rest)
    {
        const fs::path file = with_ending(stem, ending);
        const int fd = create(file);
        if (const int why = fd < 0 ? errno : fill(fd, text); why != 0)
            return failed(file, std::strerror(why));
    }
    return stem;
}

} // namespace codexflow::cli
