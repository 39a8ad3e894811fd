#include "engine/base/cancellation.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <vector>

using namespace codexflow;

BOOST_AUTO_TEST_SUITE(cancellation)

BOOST_AUTO_TEST_CASE(subscribers_are_told_once_and_in_order)
{
    cancel_source source;
    cancel_subscription a, b;
    std::vector<int> told;
    source.subscribe(a, [&](cancel_reason) { told.push_back(1); });
    source.subscribe(b, [&](cancel_reason why) {
        BOOST_TEST((why == cancel_reason::deadline));
        told.push_back(2);
    });
    source.cancel(cancel_reason::deadline);
    source.cancel(cancel_reason::interrupted);
    BOOST_TEST(told == (std::vector<int>{1, 2}), boost::test_tools::per_element());
    BOOST_TEST((source.reason() == cancel_reason::deadline));
}

BOOST_AUTO_TEST_CASE(a_late_subscriber_is_told_at_once)
{
    cancel_source source;
    source.cancel(cancel_reason::terminated);
    cancel_subscription late;
    bool told = false;
    source.subscribe(late, [&](cancel_reason) { told = true; });
    BOOST_TEST(told);
}

BOOST_AUTO_TEST_CASE(one_that_left_is_not_told)
{
    cancel_source source;
    bool told = false;
    {
        cancel_subscription gone;
        source.subscribe(gone, [&](cancel_reason) { told = true; });
    }
    source.cancel(cancel_reason::interrupted);
    BOOST_TEST(!told);
}

BOOST_AUTO_TEST_CASE(a_callback_may_end_itself_and_others)
{
    cancel_source source;
    auto first = std::make_unique<cancel_subscription>();
    auto second = std::make_unique<cancel_subscription>();
    bool second_told = false;
    source.subscribe(*first, [&](cancel_reason) {
        first.reset();
        second.reset();
    });
    source.subscribe(*second, [&](cancel_reason) { second_told = true; });
    source.cancel(cancel_reason::interrupted);
    BOOST_TEST(!first);
    BOOST_TEST(!second_told);
}

BOOST_AUTO_TEST_CASE(stopping_a_scope_stops_those_below_and_not_those_above)
{
    cancel_source run;
    cancel_source task(run);
    cancel_source other(run);
    task.cancel(cancel_reason::deadline);
    BOOST_TEST(!run.cancelled());
    BOOST_TEST(!other.cancelled());
    run.cancel(cancel_reason::interrupted);
    BOOST_TEST((other.reason() == cancel_reason::interrupted));
    BOOST_TEST((task.reason() == cancel_reason::deadline));
}

BOOST_AUTO_TEST_SUITE_END()
