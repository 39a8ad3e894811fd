#include "cli/choose_provider.hpp"

#include "cli/setup.hpp"
#include "engine/run/find_default.hpp"

#include <utility>

namespace codexflow::cli {
namespace {

constexpr const char* searched = "the search for a provider";

std::string key_of(const std::string& provider, const char* setting)
{
    return "providers.\"" + provider + "\"." + setting;
}

} // namespace

result<settled_settings> settle_provider(config settings, const setup_options& options,
                                         const std::vector<config_override>& weaker_flags,
                                         const plugin::catalog& plugins, const context& where, clock& time)
{
    if (!settings.default_provider.empty())
    {
        const auto origin = settings.origins.find("providers.default");
        std::string reason = origin == settings.origins.end() ? "configured" : to_string(origin->second);
        return settled_settings{std::move(settings), {}, std::move(reason)};
    }
    auto search = find_default_provider(settings, plugins, where.environment, time);
    if (!search)
        return search.error();
    if (!search->chosen)
        return settled_settings{std::move(settings), {}, {}, std::move(search->tried)};
    const default_choice& found = *search->chosen;
    std::vector<config_override> flags = weaker_flags;
    flags.push_back({"providers.default", found.provider, searched});
    if (!found.model.empty())
        flags.push_back({key_of(found.provider, "model"), found.model, searched});
    auto again = load_settings(options, where, std::move(flags));
    if (!again)
        return again.error();
    settled_settings settled{std::move(*again)};
    settled.reason = "nobody chose a provider; " + found.reason;
    const auto provider = settled.settings.find_provider(settled.settings.default_provider);
    const std::string model = provider ? (*provider)->model.value_or("") : std::string();
    settled.remark = "provider: " + found.provider + (model.empty() ? "" : ", model " + model) + ": no provider is configured, and " +
                     found.reason;
    return settled;
}

} // namespace codexflow::cli
