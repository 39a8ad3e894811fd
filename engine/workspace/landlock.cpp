#include "engine/workspace/landlock.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

// The numbers are the same for all processors; older headers lack some of them.
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#endif

namespace codexflow::workspace {
namespace {

using rights = std::uint64_t;

constexpr rights truncate = rights{1} << 14U; ///< From revision 3 on.
constexpr rights control_devices = rights{1} << 15U; ///< From revision 5 on: ioctl.
constexpr rights reading =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr rights everything = (rights{1} << 15U) - 1; ///< Of revision 3: also moving between folders.
/// Nobody may make a device, which leads past all rules for files to a whole disk.
constexpr rights writing = everything & ~rights{LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK};
/// What a rule for a single file may say.
constexpr rights of_files =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | truncate;

/// As revision 6 has it; older kernels take the beginning.
struct ruleset_attributes
{
    rights files = 0;
    rights network = 0;
    rights scopes = 0;
};
constexpr rights scope_abstract_sockets = rights{1} << 0U;
constexpr rights scope_signals = rights{1} << 1U;
constexpr int first_with_network = 4;
constexpr int first_with_device_control = 5;
constexpr int first_with_scopes = 6;

std::size_t attributes_size(int revision) noexcept
{
    if (revision < first_with_network)
        return offsetof(ruleset_attributes, network);
    return revision < first_with_scopes ? offsetof(ruleset_attributes, scopes) : sizeof(ruleset_attributes);
}

error failed(const std::string& what)
{
    return error(errc::unavailable, "cannot confine programs: " + what + ": " + std::strerror(errno));
}

/// A path that is not there needs no rule.
result<void> allow(const owned_fd& ruleset, const std::string& path, rights wanted)
{
    const owned_fd place(::open(path.c_str(), O_PATH | O_CLOEXEC));
    struct stat about{};
    if (place.get() < 0 && (errno == ENOENT || errno == ENOTDIR || errno == EACCES))
        return {};
    if (place.get() < 0 || ::fstat(place.get(), &about) != 0)
        return failed(path);
    if (!S_ISDIR(about.st_mode))
        wanted &= of_files;
    landlock_path_beneath_attr rule{};
    rule.allowed_access = wanted;
    rule.parent_fd = place.get();
    if (::syscall(SYS_landlock_add_rule, ruleset.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0U) != 0)
        return failed("a rule for " + path);
    return {};
}

} // namespace

int landlock_revision() noexcept
{
    const long revision =
        ::syscall(SYS_landlock_create_ruleset, nullptr, std::size_t{0}, LANDLOCK_CREATE_RULESET_VERSION);
    return revision < 0 ? 0 : static_cast<int>(revision);
}

result<owned_fd> make_ruleset(const confinement& wanted)
{
    const int revision = wanted.layers.landlock;
    ruleset_attributes attributes;
    attributes.files = everything;
    if (revision >= first_with_device_control)
        attributes.files |= control_devices; // and no rule grants it
    if (revision >= first_with_scopes)
        attributes.scopes = scope_signals | (wanted.layers.network ? scope_abstract_sockets : 0);
    owned_fd ruleset(static_cast<int>(
        ::syscall(SYS_landlock_create_ruleset, &attributes, attributes_size(revision), 0U)));
    if (ruleset.get() < 0)
        return failed("no ruleset");
    if (ruleset.get() < 3) // it would be overwritten by the program's streams
        ruleset = owned_fd(::fcntl(ruleset.get(), F_DUPFD_CLOEXEC, 3));

    std::vector<std::pair<std::string, rights>> rules;
    for (const char* device : {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"})
        rules.emplace_back(device, writing);
    for (const std::string& path : wanted.write)
        rules.emplace_back(path, writing);
    if (!wanted.read)
        rules.emplace_back("/", reading);
    else
        for (const auto* list : {&system_folders(), &*wanted.read})
            for (const std::string& path : *list)
                rules.emplace_back(path, reading);
    for (const auto& [path, allowed] : rules)
        if (auto done = allow(ruleset, path, allowed); !done)
            return done.error();
    return ruleset;
}

} // namespace codexflow::workspace
