#pragma once

#include "engine/base/error.hpp"
#include <codexflow/owned_fd.hpp>

#include <linux/filter.h>
#include <sys/resource.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  What a program may do beyond what the user may: the kernel's part. Landlock guards files and other
 *  processes, seccomp the network. */
namespace codexflow::workspace {

enum class sandbox_mode : std::uint8_t
{
    off,
    automatic, ///< Each layer that the kernel has.
    require    ///< All layers, or no program runs.
};

/// "off", "auto" or "require"; nullopt for anything else.
std::optional<sandbox_mode> sandbox_mode_of(std::string_view word) noexcept;

/// What this kernel can do.
struct kernel_offer
{
    int landlock = 0; ///< Revision of Landlock's interface; 0: none.
    bool filters = false; ///< Filters of system calls, for a processor whose numbers we know.
};

kernel_offer probe_kernel() noexcept;

/// The layers in force.
struct sandbox_layers
{
    bool files = false;   ///< Landlock.
    bool network = false; ///< seccomp.
    int landlock = 0;     ///< As in kernel_offer.
};

/// What @p offer lacks for all layers, in words; empty: nothing. @param network as below.
std::string missing_layers(const kernel_offer& offer, bool network);

/** Which layers a mode means on a kernel. @param network the user lets programs use the network.
 *  Errors: unsupported, with what is missing, when the mode is `require`. */
result<sandbox_layers> choose_layers(sandbox_mode mode, const kernel_offer& offer, bool network);

/// Those that are in force in both.
inline sandbox_layers weaker(const sandbox_layers& a, const sandbox_layers& b) noexcept
{
    return {a.files && b.files, a.network && b.network, a.landlock};
}

/// "none", "landlock", "seccomp" or "landlock+seccomp".
std::string_view name_of(const sandbox_layers& layers) noexcept;

/// The confinement of one program. Made by the host; no plugin can change it.
struct confinement
{
    sandbox_layers layers;
    std::vector<std::string> write; ///< Files and folders that it may change, and all below; absent ones are skipped.
    /// The same for reading and running, beside `write` and what every program needs (system_folders);
    /// nullopt: everything.
    std::optional<std::vector<std::string>> read;
};

/// Readable to every program, whatever its `read` says: itself, its libraries, the system's settings.
const std::vector<std::string>& system_folders();

/// Most a program may use; nullopt: as we may. Each is inherited by what the program starts.
struct child_bounds
{
    std::optional<std::uint64_t> cpu_seconds; ///< Of each process; then it is killed.
    std::optional<std::uint64_t> file_bytes;  ///< Size of a file that it writes.
    std::optional<std::uint64_t> open_files;
    std::optional<std::uint64_t> processes; ///< Of the user, also those that have nothing to do with us.
};

/// RLIMIT_... and the limit, never above our own; no bounds, no entries.
std::vector<std::pair<int, rlimit>> limits_of(const child_bounds& bounds);

/// A confinement that only needs to be switched on, which allocates nothing.
struct prepared_confinement
{
    owned_fd ruleset; ///< Of Landlock.
    std::vector<sock_filter> filter;
};

/// Errors: unavailable when the kernel does not do what it promised.
result<prepared_confinement> prepare(const confinement& wanted);

} // namespace codexflow::workspace
