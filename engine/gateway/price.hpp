#pragma once

#include "engine/config/config.hpp"
#include "engine/record/event.hpp"

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace codexflow::gateway {

/** The prices somebody configured. There are no built-in ones: they would be wrong before long, and a wrong
 *  sum is worse than none. Immutable. */
class price_table
{
public:
    explicit price_table(const config& settings);

    /** What tokens cost at @p provider (its name in the configuration).
     *  @param models names of the model, the most exact first: as the server called it, as it was asked
     *         for. The first that has a price decides; after them the provider's own price. */
    token_price find(std::string_view provider, std::initializer_list<std::string_view> models) const;

private:
    std::map<std::string, token_price, std::less<>> by_model_;
    std::map<std::string, token_price, std::less<>> by_provider_;
};

/** US dollars for @p usage, not rounded. Nothing when the tokens were not counted, or when there are tokens
 *  whose price is unknown. */
std::optional<double> cost_usd(const token_price& price, const token_usage& usage);

} // namespace codexflow::gateway
