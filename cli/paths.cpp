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

namespace {

/// The folder @p xdg names, else @p below_home in the home folder. The XDG rule: a relative path is invalid
/// and ignored.
std::optional<std::filesystem::path> user_folder(const variables& environment, const char* xdg,
                                                 const char* below_home)
{
    const auto folder = [&](const char* name) {
        const auto found = environment.find(name);
        return found == environment.end() ? std::filesystem::path() : std::filesystem::path(found->second);
    };
    if (auto named = folder(xdg); named.is_absolute())
        return named;
    if (const auto home = home_folder(environment))
        return *home / below_home;
    return std::nullopt;
}

} // namespace

std::optional<std::filesystem::path> home_folder(const variables& environment)
{
    const auto found = environment.find("HOME");
    if (found == environment.end() || !std::filesystem::path(found->second).is_absolute())
        return std::nullopt;
    return found->second;
}

std::optional<std::filesystem::path> user_plugins(const variables& environment)
{
    auto data = user_folder(environment, "XDG_DATA_HOME", ".local/share");
    return data ? std::optional(*data / "codex-flow" / "plugins") : std::nullopt;
}

std::optional<std::filesystem::path> user_cache(const variables& environment)
{
    auto cache = user_folder(environment, "XDG_CACHE_HOME", ".cache");
    return cache ? std::optional(*cache / "codex-flow") : std::nullopt;
}

} // namespace codexflow::cli
