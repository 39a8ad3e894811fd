#include "engine/run/pricing.hpp"

#include "engine/gateway/price.hpp"

#include <map>
#include <memory>
#include <string>

namespace codexflow {

token_pricing pricing_of(const config& settings)
{
    struct prices
    {
        gateway::price_table table;
        std::map<std::string, std::string, std::less<>> models;
    };
    auto known = std::make_shared<prices>(prices{gateway::price_table(settings), {}});
    for (const provider_choice& one : settings.providers)
        known->models.emplace(one.name, one.model.value_or(""));
    return [known](std::string_view provider, std::string_view model, const token_usage& usage) {
        const auto own = known->models.find(provider);
        if (model.empty() && own != known->models.end())
            model = own->second;
        return gateway::cost_usd(known->table.find(provider, {model}), usage);
    };
}

} // namespace codexflow
