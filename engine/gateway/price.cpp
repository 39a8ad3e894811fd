#include "engine/gateway/price.hpp"

namespace codexflow::gateway {
namespace {

constexpr double million = 1'000'000;

std::optional<double> cost_of(std::uint64_t tokens, const std::optional<double>& price)
{
    if (tokens == 0)
        return 0;
    if (!price)
        return std::nullopt;
    return static_cast<double>(tokens) * *price / million;
}

} // namespace

price_table::price_table(const config& settings)
{
    for (const model_price& one : settings.prices)
        by_model_.insert_or_assign(one.model, one.price); // as elsewhere, what stands later wins
    for (const provider_choice& one : settings.providers)
        by_provider_.emplace(one.name, one.price);
}

token_price price_table::find(std::string_view provider, std::initializer_list<std::string_view> models) const
{
    for (const std::string_view model : models)
        if (const auto found = by_model_.find(model); found != by_model_.end())
            return found->second;
    const auto found = by_provider_.find(provider);
    return found != by_provider_.end() ? found->second : token_price{};
}

std::optional<double> cost_usd(const token_price& price, const token_usage& usage)
{
    if (!usage.known || (!price.input && !price.output))
        return std::nullopt;
    const auto in = cost_of(usage.input, price.input);
    const auto out = cost_of(usage.output, price.output);
    return in && out ? std::optional(*in + *out) : std::nullopt;
}

} // namespace codexflow::gateway
