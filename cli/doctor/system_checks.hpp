#pragma once

#include "cli/doctor/finding.hpp"
#include "cli/terminal.hpp"
#include "engine/config/config.hpp"
#include "engine/workspace/confinement.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

/** @file
 *  What is judged of the machine and the disk. The look_ functions look, the judge_ functions are pure. */
namespace codexflow::cli {

/// What runs are confined by here, as run_started says it; what is missing.
findings judge_sandbox(const sandbox_settings& settings, const workspace::kernel_offer& offer, bool user_namespaces);

/// Whether a process may make a user namespace of its own; tries it in a child.
bool look_for_user_namespaces();

struct disk_facts
{
    std::filesystem::path folder;      ///< The one that was asked about.
    std::filesystem::path there;       ///< It, or the nearest one above it that exists.
    std::uint64_t free_bytes = 0;      ///< For us.
    std::uint64_t free_files = 0;      ///< Entries that can still be made; 0 with no_files unknown.
    bool counts_files = false;         ///< The disk has a bound on them.
    std::string cannot_write;          ///< Why no file can be made there; empty: it can.
    std::string cannot_lock;           ///< Why flock() does not work there.
    bool lock_is_shared = false;       ///< Two descriptors got the same lock: locks do nothing.
    bool others_may_write = false;     ///< Anybody may put files there.
};

/// Makes a file that has no name and is gone at once; nothing is left behind.
disk_facts look_at_disk(const std::filesystem::path& folder);
findings judge_disk(const disk_facts& facts);

struct clock_facts
{
    std::int64_t unix_us = 0;
    std::int64_t steady_before_us = 0, steady_after_us = 0; ///< Read one after the other.
    std::int64_t newest_file_us = 0; ///< A file of the project is as new as that; 0: none.
    std::string zone;                ///< "+01:00 CET"
};
clock_facts look_at_clock();
findings judge_clock(const clock_facts& facts);

findings judge_terminal(const terminal& out, const variables& environment);

} // namespace codexflow::cli
