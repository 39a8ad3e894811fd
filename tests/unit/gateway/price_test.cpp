#include "engine/gateway/price.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::gateway;

namespace {

config priced()
{
    config settings;
    settings.prices = {{"small", {1.0, 2.0}}, {"big", {10.0, std::nullopt}}, {"small", {3.0, 4.0}}};
    provider_choice cloud;
    cloud.name = "cloud";
    cloud.price = {5.0, 15.0};
    provider_choice local;
    local.name = "local";
    settings.providers = {cloud, local};
    return settings;
}

double input_price(std::string_view provider, std::initializer_list<std::string_view> models)
{
    return price_table(priced()).find(provider, models).input.value_or(-1);
}

} // namespace

BOOST_AUTO_TEST_SUITE(price)

BOOST_AUTO_TEST_CASE(a_model_has_its_price_wherever_it_is_served)
{
    BOOST_TEST(input_price("local", {"small"}) == 3.0); // the later line wins
    BOOST_TEST(input_price("cloud", {"big"}) == 10.0);
}

BOOST_AUTO_TEST_CASE(the_most_exact_name_decides_and_the_provider_comes_last)
{
    BOOST_TEST(input_price("cloud", {"big", "small"}) == 10.0);
    BOOST_TEST(input_price("cloud", {"small-2024", "small"}) == 3.0);
    BOOST_TEST(input_price("cloud", {"other", ""}) == 5.0);
    BOOST_TEST(input_price("local", {"other"}) == -1.0);
    BOOST_TEST(input_price("nobody", {"other"}) == -1.0);
}

BOOST_AUTO_TEST_CASE(costs_are_for_a_million_tokens_and_not_rounded)
{
    const token_price both{0.15, 0.6};
    BOOST_TEST(cost_usd(both, {true, 1'000'000, 0}).value() == 0.15);
    BOOST_TEST(cost_usd(both, {true, 1000, 500}).value() == 0.00045, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(cost_usd(both, {true, 0, 0}).value() == 0.0);
}

BOOST_AUTO_TEST_CASE(the_unknown_is_never_free)
{
    BOOST_TEST(!cost_usd({1.0, 1.0}, {false, 0, 0}).has_value());
    BOOST_TEST(!cost_usd({}, {true, 10, 10}).has_value());
    BOOST_TEST(!cost_usd({}, {true, 0, 0}).has_value());
    BOOST_TEST(!cost_usd({1.0, std::nullopt}, {true, 10, 10}).has_value());
    BOOST_TEST(cost_usd({1.0, std::nullopt}, {true, 10, 0}).value() == 0.00001, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(cost_usd({0.0, 0.0}, {true, 10, 10}).value() == 0.0); // somebody said that it is free
}

BOOST_AUTO_TEST_SUITE_END()
