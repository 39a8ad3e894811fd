#include "engine/workspace/confinement.hpp"

#include "engine/workspace/landlock.hpp"
#include "engine/workspace/network_filter.hpp"

#include <algorithm>

namespace codexflow::workspace {
namespace {

/// Before it, a program could cut off files that it may not write.
constexpr int first_whole_landlock = 3;

} // namespace

std::optional<sandbox_mode> sandbox_mode_of(std::string_view word) noexcept
{
    if (word == "off")
        return sandbox_mode::off;
    if (word == "auto")
        return sandbox_mode::automatic;
    if (word == "require")
        return sandbox_mode::require;
    return std::nullopt;
}

kernel_offer probe_kernel() noexcept { return kernel_offer{landlock_revision(), has_network_filter()}; }

std::string missing_layers(const kernel_offer& offer, bool network)
{
    std::string missing;
    if (offer.landlock < first_whole_landlock)
        missing = offer.landlock == 0 ? "Landlock" : "a Landlock that guards truncation (revision 3)";
    if (!offer.filters && !network)
        missing += (missing.empty() ? "" : " and ") + std::string("filters of system calls (seccomp)");
    return missing;
}

result<sandbox_layers> choose_layers(sandbox_mode mode, const kernel_offer& offer, bool network)
{
    sandbox_layers chosen;
    if (mode == sandbox_mode::off)
        return chosen;
    chosen.files = offer.landlock >= first_whole_landlock;
    chosen.network = offer.filters && !network;
    chosen.landlock = offer.landlock;
    if (mode != sandbox_mode::require)
        return chosen;
    const std::string missing = missing_layers(offer, network);
    if (missing.empty())
        return chosen;
    return error(errc::unsupported, "the sandbox is required, but this system lacks " + missing)
        .with_hint("Linux 6.2 or newer has Landlock, if it is named in the boot parameter lsm=; or say "
                   "--sandbox auto to go on with what there is");
}

std::string_view name_of(const sandbox_layers& layers) noexcept
{
    if (layers.files)
        return layers.network ? "landlock+seccomp" : "landlock";
    return layers.network ? "seccomp" : "none";
}

const std::vector<std::string>& system_folders()
{
    static const std::vector<std::string> folders{"/usr", "/bin",  "/sbin", "/lib",  "/lib32", "/lib64",
                                                  "/etc", "/proc", "/dev",  "/opt", "/nix/store"};
    return folders;
}

std::vector<std::pair<int, rlimit>> limits_of(const child_bounds& bounds)
{
    std::vector<std::pair<int, rlimit>> limits;
    const auto add = [&](__rlimit_resource which, const std::optional<std::uint64_t>& most) {
        rlimit ours{};
        if (!most || ::getrlimit(which, &ours) != 0)
            return;
        const auto value = std::min<rlim_t>(*most, ours.rlim_max);
        limits.emplace_back(which, rlimit{value, value});
    };
    add(RLIMIT_CPU, bounds.cpu_seconds);
    add(RLIMIT_FSIZE, bounds.file_bytes);
    add(RLIMIT_NOFILE, bounds.open_files);
    add(RLIMIT_NPROC, bounds.processes);
    return limits;
}

result<prepared_confinement> prepare(const confinement& wanted)
{
    prepared_confinement made;
    if (wanted.layers.network)
        made.filter = network_filter();
    if (!wanted.layers.files)
        return made;
    auto ruleset = make_ruleset(wanted);
    if (!ruleset)
        return ruleset.error();
    made.ruleset = std::move(*ruleset);
    return made;
}

} // namespace codexflow::workspace
