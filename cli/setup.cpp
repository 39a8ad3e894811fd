#include "cli/setup.hpp"

#include "engine/base/text.hpp"

#include <codexflow/json_writer.hpp>

#include <filesystem>
#include <optional>

namespace codexflow::cli {

namespace {

/// "a,b" as a YAML list of quoted scalars.
std::string name_list(const std::string& names)
{
    std::string list;
    for (const std::string& name : split(names, ','))
    {
        list += list.empty() ? "" : ", ";
        append_json_string(list, name);
    }
    return '[' + list + ']';
}

} // namespace

config_override list_override(std::string key, const std::string& value, std::string flag)
{
    std::string list = "[";
    append_json_string(list, value); // which is a quoted YAML scalar, too
    return {std::move(key), list + ']', std::move(flag)};
}

result<config> load_settings(const setup_options& options, const context& where,
                             std::vector<config_override> weaker_flags)
{
    config_sources sources;
    sources.environment = [&where](const std::string& name) -> std::optional<std::string> {
        const auto found = where.environment.find(name);
        return found == where.environment.end() ? std::nullopt : std::optional(found->second);
    };
    if (options.config)
        sources.config_file = *options.config;
    sources.flags = std::move(weaker_flags);
    for (const std::string& assignment : options.set)
    {
        auto one = parse_config_override(assignment);
        if (!one)
            return one.error();
        sources.flags.push_back(std::move(*one));
    }
    if (options.agents_dir)
        sources.flags.push_back(list_override("agents.paths", *options.agents_dir, "--agents-dir"));
    if (options.no_cache)
        sources.flags.push_back({"agents.cache", "false", "--no-cache"});
    if (options.provider)
        sources.flags.push_back({"providers.default", *options.provider, "--provider"});
    if (options.model)
        sources.flags.push_back({"model", *options.model, "--model"});
    if (options.fallback)
        sources.flags.push_back({"providers.fallback", name_list(*options.fallback), "--fallback"});
    if (options.retries)
        sources.flags.push_back({"limits.retries", std::to_string(*options.retries), "--retries"});
    if (options.bundle_max_bytes)
        sources.flags.push_back(
            {"limits.bundle_max_bytes", std::to_string(*options.bundle_max_bytes), "--bundle-max-bytes"});
    if (options.sandbox)
        sources.flags.push_back({"sandbox.mode", *options.sandbox, "--sandbox"});
    if (options.max_parallel)
        sources.flags.push_back(
            {"limits.max_parallel", std::to_string(*options.max_parallel), "--max-parallel"});
    if (options.max_turns)
        sources.flags.push_back({"limits.max_turns", std::to_string(*options.max_turns), "--max-turns"});
    if (options.no_memory)
        sources.flags.push_back({"memory", "off", "--no-memory"});
    else if (options.context)
        sources.flags.push_back({"memory.context", *options.context, "--context"});
    if (options.keep_runs)
        sources.flags.push_back({"runs.keep", *options.keep_runs, "--keep-runs"});
    return load_config(sources);
}

plugin::search_path plugin_search_path(const setup_options& options, const config& settings,
                                       const context& where)
{
    plugin::search_path path;
    path.files.assign(options.plugins.begin(), options.plugins.end());
    const auto add_folder = [&](const std::filesystem::path& folder) {
        if (!options.no_plugins)
            path.folders.push_back(folder);
    };
    for (const std::string& folder : options.plugin_paths)
        add_folder(folder);
    for (const std::filesystem::path& named : settings.plugin_paths)
    {
        std::error_code ignored;
        if (std::filesystem::is_regular_file(named, ignored))
            path.files.push_back(named);
        else
            add_folder(named);
    }
    if (const auto own = user_plugins(where.environment))
        add_folder(*own);
    add_folder(where.install.plugins);
    return path;
}

std::vector<std::string> searched_folders(const plugin::search_path& path)
{
    std::vector<std::string> folders;
    for (const std::filesystem::path& folder : path.folders)
        folders.push_back(folder.string());
    return folders;
}

} // namespace codexflow::cli
