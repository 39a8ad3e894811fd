#include "cli/project_agents.hpp"

#include "cli/paths.hpp"
#include "engine/base/digest.hpp"
#include "engine/config/config.hpp"
#include "engine/registry/cache/agent_codec.hpp"

#include <fmt/format.h>

namespace codexflow::cli {
namespace {

namespace fs = std::filesystem;

/// This very program: another build may read the same file differently.
std::string engine_identity()
{
    const auto own = stamp_of(own_program());
    return fmt::format("{}/{} {}/{}/{}", CODEXFLOW_VERSION, agent_codec_version, own ? own->size : 0,
                       own ? own->inode : 0, own ? own->modified_ns : 0);
}

/// Paths are kept as they were given and mean something only here.
std::string project_identity(const config& settings)
{
    std::error_code ignored;
    std::string text = fs::current_path(ignored).string();
    for (const agent_directory& one : settings.agent_directories)
        text += '\n' + one.path.string();
    return text;
}

std::unique_ptr<agent_cache> open_cache(const config& settings, const context& where, clock& time)
{
    const auto folder = user_cache(where.environment);
    if (!settings.agents_cache || !folder)
        return nullptr;
    const std::string project = project_identity(settings);
    constexpr std::size_t scheme = sizeof "sha256:" - 1, digits = 32;
    const std::string name = sha256_digest(project).substr(scheme, digits);
    return std::make_unique<agent_cache>(*folder / "agents" / name, cache_identity{engine_identity(), project},
                                         time);
}

} // namespace

project_agents::project_agents(const config& settings, const context& where)
    : cache_(open_cache(settings, where, clock_)),
      agents_({settings.agent_directories, settings.aliases, cache_.get()})
{}

void project_agents::keep()
{
    if (const auto kept = agents_.keep_parsed(); !kept)
        lost_ = kept.error();
}

std::string project_agents::cache_report() const
{
    if (!cache_)
        return "cache: not used";
    std::string text = fmt::format("cache: {} definitions from {}, {} parsed", cache_->hits(),
                                   cache_->file().string(), cache_->misses());
    if (cache_->fault())
        text += "; it was not used before: " + to_string(*cache_->fault());
    if (lost_)
        text += "; not kept: " + to_string(*lost_);
    return text;
}

} // namespace codexflow::cli
