#include "engine/plugin/check.hpp"
#include "tests/plugins/host/boundary_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using codexflow::plugin::check_file;
using codexflow::plugin::check_step;
using codexflow::test::sample;

namespace {

bool all_passed(const std::vector<check_step>& steps)
{
    return std::all_of(steps.begin(), steps.end(), [](const check_step& one) { return one.passed; });
}

std::string listing(const std::vector<check_step>& steps)
{
    std::string text;
    for (const check_step& one : steps)
        text += (one.passed ? "ok " : "FAILED ") + one.what + ": " + one.detail + '\n';
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(plugin_check)

BOOST_AUTO_TEST_CASE(a_good_one_passes_every_step)
{
    const auto steps = check_file(sample("scripted"));
    BOOST_TEST_CONTEXT(listing(steps))
    {
        BOOST_TEST(all_passed(steps));
        BOOST_TEST(steps.size() >= 13U);
        BOOST_TEST(steps.back().what == "the router 'scripted' answers the same again");
    }
}

BOOST_AUTO_TEST_CASE(routers_are_prepared_and_asked)
{
    const auto steps = check_file(sample("routers"));
    std::string failed;
    for (const check_step& one : steps)
        if (!one.passed)
            failed += one.what + ": " + one.detail + '\n';
    // Two of these routers say nothing without settings; "unsteady" counts its calls, "stranger" makes one up.
    BOOST_TEST(failed ==
               "the router 'said' answers sample requests: router 'said': its answer is wrong: it is not JSON: byte 0: "
               "the text ends too early\n"
               "the router 'prepared' prepares sample agents: router 'prepared': its answer is wrong: it is not JSON: "
               "byte 0: the text ends too early\n"
               "the router 'unsteady' answers the same again: the same request got two answers\n"
               "the router 'stranger' answers sample requests: it names the agent 'made-up', which it was not given\n",
               failed);
}

BOOST_AUTO_TEST_CASE(a_failure_that_leaves_nothing_is_the_last_step)
{
    struct row
    {
        const char* name;
        std::size_t steps;
        std::string_view detail;
    };
    const std::vector<row> rows{
        {"no_such_file", 1, "No such file"},
        {"no_note", 2, "no plugin manifest"},
        {"wrong_major", 3, "version 2"},
        {"broken_manifest", 4, "not valid JSON"},
    };
    for (const row& one : rows)
    {
        const auto steps = check_file(sample(one.name));
        BOOST_TEST_CONTEXT(listing(steps))
        {
            BOOST_TEST(steps.size() == one.steps);
            BOOST_TEST(!steps.back().passed);
            BOOST_TEST(steps.back().detail.find(one.detail) != std::string::npos);
            BOOST_TEST(std::count_if(steps.begin(), steps.end(), [](const auto& s) { return !s.passed; }) == 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_fault_of_the_file_is_listed_but_it_is_not_loaded)
{
    const auto steps = check_file(sample("gnu_unique"));
    BOOST_TEST_CONTEXT(listing(steps))
    {
        const auto failed = std::count_if(steps.begin(), steps.end(), [](const auto& s) { return !s.passed; });
        BOOST_TEST(failed == 2); // unique symbols, and more than one
        BOOST_TEST(std::none_of(steps.begin(), steps.end(), [](const auto& s) { return s.what.find("loads") != std::string::npos; }));
    }
}

BOOST_AUTO_TEST_CASE(a_table_that_lies_fails_at_loading)
{
    const auto steps = check_file(sample("table_offers_more"));
    BOOST_TEST(!steps.back().passed);
    BOOST_TEST(steps.back().what.find("loads") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
