#include "engine/workspace/run_child.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;
using codexflow::workspace::child_patience;
using codexflow::workspace::run_child;

namespace {

auto shell(const std::string& script, child_patience patience = {})
{
    return run_child({{"sh", "-c", script}, {"PATH=/usr/bin:/bin"}, {}}, patience);
}

} // namespace

BOOST_AUTO_TEST_SUITE(running_a_child_to_its_end)

BOOST_AUTO_TEST_CASE(says_all_it_said_and_how_it_ended)
{
    const auto said = shell("printf out; printf err >&2; exit 3").value();
    BOOST_TEST(said.out == "out");
    BOOST_TEST(said.err == "err");
    BOOST_TEST(said.status == 3);
    BOOST_TEST(shell("kill -TERM $$").value().status == 128 + 15);
}

BOOST_AUTO_TEST_CASE(takes_more_than_a_pipe_holds_from_both_channels)
{
    const auto said = shell("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2").value();
    BOOST_TEST(said.out.size() == 1'000'000U);
    BOOST_TEST(said.err.size() == 1'000'000U);
}

BOOST_AUTO_TEST_CASE(gives_it_an_empty_input) { BOOST_TEST(shell("cat; echo end").value().out == "end\n"); }

BOOST_AUTO_TEST_CASE(closed_channels_are_not_its_end)
{
    BOOST_TEST(shell("exec >&- 2>&-; exit 7").value().status == 7);
}

BOOST_AUTO_TEST_CASE(does_not_wait_for_what_it_leaves_behind)
{
    BOOST_TEST(shell("sleep 1000 & echo done").value().out == "done\n");
}

BOOST_AUTO_TEST_CASE(has_an_end_to_its_patience)
{
    const auto late = shell("sleep 1000", {std::chrono::milliseconds(20), 1000});
    BOOST_REQUIRE(!late);
    BOOST_TEST((late.error().code == errc::deadline_exceeded));
    const auto loud = shell("yes", {std::chrono::seconds(60), 100'000});
    BOOST_REQUIRE(!loud);
    BOOST_TEST((loud.error().code == errc::unavailable));
    BOOST_TEST((run_child({{"no-such-tool"}, {}, {}}).error().code == errc::not_found));
}

BOOST_AUTO_TEST_SUITE_END()
