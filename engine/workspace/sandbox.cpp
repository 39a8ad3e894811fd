#include "engine/workspace/sandbox.hpp"

#include "engine/config/config.hpp"

namespace codexflow::workspace {
namespace {

void add(std::vector<std::string>& to, const std::vector<std::filesystem::path>& paths)
{
    for (const std::filesystem::path& each : paths)
        to.push_back(each.string());
}

} // namespace

result<sandbox> open_sandbox(const sandbox_settings& settings, const sandbox_grants& own, const kernel_offer& offer)
{
    const auto mode = sandbox_mode_of(settings.mode);
    if (!mode)
        return error(errc::invalid_argument, "'" + settings.mode + "' is no mode of the sandbox")
            .with_hint("one of off, auto, require");
    const auto layers = choose_layers(*mode, offer, own.network.value_or(settings.network));
    if (!layers)
        return layers.error();
    sandbox made;
    made.layers = *layers;
    made.on = *mode != sandbox_mode::off;
    if (!made.on)
        return made;
    add(made.write, settings.write);
    add(made.write, own.write);
    for (const auto* list : {&settings.read, &own.read})
        if (*list)
            add(made.read ? *made.read : made.read.emplace(), **list);
    made.bounds = child_bounds{settings.cpu_seconds, settings.file_bytes, settings.open_files, settings.processes};
    return made;
}

std::string gone_without(const sandbox_settings& settings, const kernel_offer& offer)
{
    return settings.mode == "auto" ? missing_layers(offer, settings.network) : std::string();
}

confinement confine(const sandbox& common, std::vector<std::string> write, const std::vector<std::string>& read)
{
    confinement made{common.layers, std::move(write), common.read};
    made.write.insert(made.write.end(), common.write.begin(), common.write.end());
    if (made.read)
        made.read->insert(made.read->end(), read.begin(), read.end());
    return made;
}

} // namespace codexflow::workspace
