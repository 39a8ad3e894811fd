#include "engine/memory/context_bus.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace codexflow::memories;

namespace {

struct fixture
{
    sharing_rules rules{{{"a", {"first"}, {"b", "c"}}, {"b", {}, {"a"}}, {"c", {}, {}}, {"d", {}, {}}}};
    context_bus bus{rules, {{"a", field_filter({"secret"})}}, 4096};
    std::vector<std::string> heard;

    context_bus::subscription listen(bus_filter wanted)
    {
        return bus.subscribe(wanted, [this, reader = wanted.reader](const context_item& item) {
            heard.push_back(reader + " hears " + item.text + " of " + item.task_id);
        });
    }
    std::vector<bus_refusal> publish(const std::string& agent, const std::string& text, const std::string& alias = "x")
    {
        return bus.publish({alias, agent, "t", "r", 1, true, text});
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(context_buses, fixture)

BOOST_AUTO_TEST_CASE(only_who_may_see_it_hears_of_it)
{
    const auto own = listen({"a", {}, {}}), partner = listen({"b", {}, {}}), one_side = listen({"c", {}, {}}), stranger = listen({"d", {}, {}});
    const auto refused = publish("a", "news");
    BOOST_TEST(heard == (std::vector<std::string>{"a hears news of t", "b hears news of t"}), boost::test_tools::per_element());
    BOOST_REQUIRE(refused.size() == 1U); // a stranger who asked for nothing is not refused anything
    BOOST_TEST(refused[0].reader == "c");
    BOOST_TEST(refused[0].rule == "share_with of c does not name a");
}

BOOST_AUTO_TEST_CASE(fields_that_the_publisher_keeps_out_are_removed)
{
    const auto partner = listen({"b", {}, {}});
    publish("a", R"({"x":1,"secret":"s","deep":{"secret":2}})");
    BOOST_TEST(heard.front() == R"(b hears {"x":1,"deep":{}} of t)");
}

BOOST_AUTO_TEST_CASE(filters_narrow_what_is_heard)
{
    const auto of_b = listen({"a", "b", {}});
    const auto of_alias = listen({"a", {}, "first"});
    publish("a", "one", "first");
    publish("b", "two", "b");
    BOOST_TEST(heard == (std::vector<std::string>{"a hears one of t", "a hears two of t"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(who_comes_later_hears_what_was_kept)
{
    publish("a", "early");
    publish("c", "private");
    const auto partner = listen({"b", {}, {}});
    BOOST_TEST(heard == (std::vector<std::string>{"b hears early of t"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_kept_is_bounded)
{
    for (int i = 0; i != 100; ++i)
        publish("a", std::string(1000, static_cast<char>('a' + i % 26)));
    BOOST_TEST(bus.size() == 3U);
    publish("a", std::string(5000, 'z')); // longer than everything that is kept
    BOOST_TEST(bus.size() == 3U);
    for (int i = 0; i != 1000; ++i)
        publish("a", "");
    BOOST_TEST(bus.size() <= 16U);
}

BOOST_AUTO_TEST_CASE(a_subscription_ends_with_its_handle_also_inside_a_handler)
{
    context_bus::subscription second;
    const auto first = bus.subscribe({"a", {}, {}}, [&](const context_item&) {
        heard.emplace_back("first");
        second = {};
    });
    second = bus.subscribe({"a", {}, {}}, [&](const context_item&) { heard.emplace_back("second"); });
    publish("a", "one");
    publish("a", "two");
    BOOST_TEST(heard == (std::vector<std::string>{"first", "first"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
