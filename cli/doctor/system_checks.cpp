#include "cli/doctor/system_checks.hpp"

#include "engine/workspace/sandbox.hpp"

#include <codexflow/owned_fd.hpp>

#include <fmt/format.h>

#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>

namespace codexflow::cli {
namespace {

namespace fs = std::filesystem;
using state = finding::state;

std::string size_text(std::uint64_t bytes)
{
    constexpr std::array<const char*, 5> units{"bytes", "KiB", "MiB", "GiB", "TiB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1024 && unit + 1 < units.size(); ++unit)
        value /= 1024;
    return fmt::format("{:.{}f} {}", value, unit == 0 ? 0 : 1, units[unit]);
}

fs::path nearest_existing(fs::path folder)
{
    std::error_code none;
    for (folder = fs::absolute(folder, none); !fs::is_directory(folder, none) && folder.has_relative_path();)
        folder = folder.parent_path();
    return folder;
}

/// A file in @p folder that has no name any more; -1 with errno.
owned_fd nameless_file(const fs::path& folder)
{
    owned_fd file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (file.get() >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
        return file;
    std::string name = (folder / ".codex-flow-doctor-XXXXXX").string();
    owned_fd named(::mkostemp(name.data(), O_CLOEXEC));
    if (named.get() >= 0)
        ::unlink(name.c_str());
    return named;
}

void try_locks(int file, disk_facts& facts)
{
    const owned_fd other(::open(("/proc/self/fd/" + std::to_string(file)).c_str(), O_RDWR | O_CLOEXEC));
    if (::flock(file, LOCK_EX | LOCK_NB) != 0)
        facts.cannot_lock = std::strerror(errno);
    else if (other.get() >= 0)
        facts.lock_is_shared = ::flock(other.get(), LOCK_EX | LOCK_NB) == 0;
}

} // namespace

findings judge_sandbox(const sandbox_settings& settings, const workspace::kernel_offer& offer, bool user_namespaces)
{
    const auto mode = workspace::sandbox_mode_of(settings.mode);
    const auto layers = workspace::choose_layers(mode.value_or(workspace::sandbox_mode::automatic), offer, settings.network);
    findings made;
    const std::string kernel = offer.landlock != 0 ? fmt::format("Landlock revision {}", offer.landlock) : "no Landlock";
    const std::string level = layers ? std::string(workspace::name_of(*layers)) : "none";
    const std::string missing = workspace::missing_layers(offer, settings.network);
    if (!layers)
        made.push_back({"sandbox", "", state::fail, layers.error().message, "sandbox.mode: auto runs with what there is"});
    else if (mode == workspace::sandbox_mode::off)
        made.push_back({"sandbox", "", state::warn, "switched off: programs of tools may do what you may", "sandbox.mode: auto"});
    else if (!missing.empty())
        made.push_back({"sandbox", "", state::warn, level + "; this system lacks " + missing,
                        "a kernel with it (5.13 for Landlock), or sandbox.mode: require, which refuses to run without"});
    else
        made.push_back({"sandbox", "", state::ok, level});
    made.push_back({"sandbox", "kernel", state::ok,
                    fmt::format("{}, {} filters of system calls, {} user namespaces", kernel, offer.filters ? "has" : "no",
                                user_namespaces ? "has" : "no")});
    return made;
}

bool look_for_user_namespaces()
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(::unshare(CLONE_NEWUSER) == 0 ? 0 : 1);
    int status = 1;
    while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR)
    {
    }
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

disk_facts look_at_disk(const fs::path& folder)
{
    disk_facts facts;
    facts.folder = folder;
    facts.there = nearest_existing(folder);
    struct statvfs disk = {};
    if (::statvfs(facts.there.c_str(), &disk) == 0)
    {
        facts.free_bytes = std::uint64_t{disk.f_bavail} * disk.f_frsize;
        facts.free_files = disk.f_favail;
        facts.counts_files = disk.f_files != 0;
    }
    struct stat about = {};
    if (::stat(folder.c_str(), &about) == 0)
        facts.others_may_write = (about.st_mode & S_IWOTH) != 0 && (about.st_mode & S_ISVTX) == 0;
    const owned_fd file = nameless_file(facts.there);
    if (file.get() < 0)
        facts.cannot_write = std::strerror(errno);
    else
        try_locks(file.get(), facts);
    return facts;
}

findings judge_disk(const disk_facts& facts)
{
    constexpr std::uint64_t little = std::uint64_t{100} << 20, nothing = std::uint64_t{1} << 20;
    const std::string name = facts.folder.string();
    findings made;
    if (!facts.cannot_write.empty())
        made.push_back({"disk", name, state::fail, "no file can be made in " + facts.there.string() + ": " + facts.cannot_write,
                        "run where you may write, or mend the permissions of " + facts.there.string()});
    else if (facts.free_bytes < nothing || (facts.counts_files && facts.free_files == 0))
        made.push_back({"disk", name, state::fail, size_text(facts.free_bytes) + " free", "make room: codex-flow cleanup"});
    else if (facts.free_bytes < little || (facts.counts_files && facts.free_files < 1000))
        made.push_back({"disk", name, state::warn, size_text(facts.free_bytes) + " free", "make room: codex-flow cleanup"});
    else
        made.push_back({"disk", name, state::ok, "can be written, " + size_text(facts.free_bytes) + " free"});
    if (!facts.cannot_lock.empty() || facts.lock_is_shared)
        made.push_back({"locks", name, state::warn,
                        facts.lock_is_shared ? "two processes get the same lock" : "locks do not work: " + facts.cannot_lock,
                        "do not let several runs write here at once; use a local disk"});
    if (facts.others_may_write)
        made.push_back({"disk", name, state::warn, "anybody may write there", "chmod o-w " + name});
    return made;
}

clock_facts look_at_clock()
{
    using namespace std::chrono;
    const auto us = [](auto since) { return duration_cast<microseconds>(since).count(); };
    clock_facts facts;
    facts.steady_before_us = us(steady_clock::now().time_since_epoch());
    facts.unix_us = us(std::chrono::system_clock::now().time_since_epoch());
    for (const char* file : {"data/logs/events.jsonl", "data/metrics/agents.json", ".runs"})
    {
        struct stat about = {};
        if (::stat(file, &about) == 0)
            facts.newest_file_us = std::max(facts.newest_file_us, std::int64_t{about.st_mtim.tv_sec} * 1'000'000);
    }
    const std::time_t now = static_cast<std::time_t>(facts.unix_us / 1'000'000);
    std::tm local{};
    std::array<char, 64> zone{};
    if (::localtime_r(&now, &local) != nullptr)
        std::strftime(zone.data(), zone.size(), "%z %Z", &local);
    facts.zone = zone.data();
    facts.steady_after_us = us(steady_clock::now().time_since_epoch());
    return facts;
}

findings judge_clock(const clock_facts& facts)
{
    constexpr std::int64_t year_2024 = std::int64_t{1'704'067'200} * 1'000'000;
    constexpr std::int64_t year_2100 = std::int64_t{4'102'444'800} * 1'000'000;
    constexpr std::int64_t hour = std::int64_t{3600} * 1'000'000;
    if (facts.steady_after_us < facts.steady_before_us)
        return {{"clock", "", state::fail, "the clock that must not go back did", "this machine cannot measure time: mend that first"}};
    if (facts.unix_us < year_2024 || facts.unix_us > year_2100)
        return {{"clock", "", state::warn, "the time of day is wrong", "set it: run ids, memory that ends and certificates need it"}};
    if (facts.newest_file_us > facts.unix_us + hour)
        return {{"clock", "", state::warn, "files of this project are from the future",
                 "the clock was set back, or was wrong when they were written: set it"}};
    return {{"clock", "", state::ok, "sane; zone " + facts.zone + ", what is written is in UTC"}};
}

findings judge_terminal(const terminal& out, const variables& environment)
{
    if (!out.is_tty)
        return {{"terminal", "", state::ok, "standard output is no terminal: no live view, no colour"}};
    const auto term = environment.find("TERM");
    const std::string name = term == environment.end() || term->second.empty() ? "unknown" : term->second;
    const std::string size = fmt::format("{} columns, {} rows", out.size.columns, out.size.rows);
    if (!out.interactive)
        return {{"terminal", "", state::warn, "TERM is " + name + ": no live view, " + size, "set TERM as your terminal calls itself"}};
    return {{"terminal", "", state::ok, fmt::format("{}, {}, {} colour", name, size, out.color ? "with" : "without")}};
}

} // namespace codexflow::cli
