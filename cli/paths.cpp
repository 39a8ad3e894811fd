#include "cli/paths.hpp"

#include <system_error>

namespace codexflow::cli {

install_paths paths_of_install(const std::filesystem::path& program)
{
    const auto prefix = program.parent_path().parent_path();
    return {prefix / "lib" / "codex-flow" / "plugins", prefix / "share" / "codex-flow" / "examples"};
}

std::filesystem::path own_program()
{
    std::error_code failure;
    return std::filesystem::read_symlink("/proc/self/exe", failure);
}

std::optional<std::filesystem::path> user_plugins(const variables& environment)
{
    const auto folder = [&](const char* name) {
        const auto found = environment.find(name);
        return found == environment.end() ? std::filesystem::path() : std::filesystem::path(found->second);
    };
    // The XDG rule: a relative path is invalid and ignored.
    if (const auto data = folder("XDG_DATA_HOME"); data.is_absolute())
        return data / "codex-flow" / "plugins";
    if (const auto home = folder("HOME"); home.is_absolute())
        return home / ".local" / "share" / "codex-flow" / "plugins";
    return std::nullopt;
}

} // namespace codexflow::cli
