#include "engine/run/scheduler.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <random>

using codexflow::scheduler;

namespace {

std::vector<std::size_t> admit_all(scheduler& under_test)
{
    std::vector<std::size_t> started;
    while (const auto next = under_test.admit())
        started.push_back(*next);
    return started;
}

using numbers = std::vector<std::size_t>;

} // namespace

BOOST_AUTO_TEST_SUITE(scheduler_suite)

BOOST_AUTO_TEST_CASE(tasks_start_in_the_order_given)
{
    scheduler s(10, {0});
    for (int i = 0; i != 4; ++i)
        s.add({"a", 10, 0});
    BOOST_TEST(admit_all(s) == (numbers{0, 1, 2, 3}), boost::test_tools::per_element());
    BOOST_TEST(s.running() == 4u);
    BOOST_TEST(s.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(the_run_cap_holds)
{
    scheduler s(2, {0});
    for (int i = 0; i != 3; ++i)
        s.add({"a", 10, 0});
    BOOST_TEST(admit_all(s) == (numbers{0, 1}), boost::test_tools::per_element());
    s.finish(1);
    BOOST_TEST(admit_all(s) == (numbers{2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_full_agent_lets_later_tasks_of_others_pass)
{
    scheduler s(10, {0});
    s.add({"a", 1, 0});
    s.add({"a", 1, 0});
    s.add({"b", 1, 0});
    BOOST_TEST(admit_all(s) == (numbers{0, 2}), boost::test_tools::per_element());
    s.finish(0);
    BOOST_TEST(admit_all(s) == (numbers{1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(aliases_of_one_agent_share_its_cap_and_the_smallest_holds)
{
    scheduler s(10, {0});
    s.add({"a", 3, 0});
    s.add({"a", 2, 0});
    s.add({"a", 3, 0});
    BOOST_TEST(admit_all(s) == (numbers{0, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_agent_on_two_providers_still_has_one_cap)
{
    scheduler s(10, {0, 0});
    s.add({"a", 2, 0});
    s.add({"a", 2, 1});
    s.add({"a", 2, 0});
    BOOST_TEST(admit_all(s) == (numbers{0, 1}), boost::test_tools::per_element());
    s.finish(1);
    BOOST_TEST(admit_all(s) == (numbers{2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_provider_cap_is_shared_by_agents_and_zero_means_none)
{
    scheduler s(10, {1, 0});
    s.add({"a", 5, 0});
    s.add({"b", 5, 0});
    s.add({"c", 5, 1});
    s.add({"d", 5, 1});
    BOOST_TEST(admit_all(s) == (numbers{0, 2, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(stop_names_the_tasks_that_will_never_start)
{
    scheduler s(2, {0});
    for (const char* agent : {"a", "b", "a", "b"})
        s.add({agent, 5, 0});
    BOOST_TEST(admit_all(s) == (numbers{0, 1}), boost::test_tools::per_element());
    BOOST_TEST(s.stop() == (numbers{2, 3}), boost::test_tools::per_element());
    s.finish(0);
    BOOST_TEST(!s.admit());
    BOOST_TEST(s.running() == 1u);
    BOOST_TEST(s.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(no_cap_is_exceeded_and_nothing_is_lost_under_random_ends)
{
    std::mt19937 random(7);
    for (int round = 0; round != 50; ++round)
    {
        const std::vector<unsigned> provider_caps{static_cast<unsigned>(random() % 4), 3};
        const unsigned run_cap = 1 + static_cast<unsigned>(random() % 6);
        const std::map<std::string, unsigned> agent_caps{{"a", 1}, {"b", 2}, {"c", 5}};
        const std::vector<std::string> names{"a", "b", "c"};
        scheduler s(run_cap, provider_caps);
        std::vector<scheduler::work> tasks;
        for (int i = 0; i != 60; ++i)
        {
            const std::string& agent = names[random() % names.size()];
            tasks.push_back({agent, agent_caps.at(agent), random() % 2});
            s.add(tasks.back());
        }
        numbers running;
        std::size_t ended = 0;
        while (ended != tasks.size())
        {
            const numbers started = admit_all(s);
            running.insert(running.end(), started.begin(), started.end());
            std::map<std::string, unsigned> per_agent;
            std::map<std::size_t, unsigned> per_provider;
            for (const std::size_t t : running)
            {
                ++per_agent[tasks[t].agent];
                ++per_provider[tasks[t].provider];
            }
            BOOST_REQUIRE(!running.empty());
            BOOST_TEST(running.size() <= run_cap);
            for (const auto& [agent, count] : per_agent)
                BOOST_TEST(count <= agent_caps.at(agent));
            for (const auto& [provider, count] : per_provider)
                BOOST_TEST((provider_caps[provider] == 0 || count <= provider_caps[provider]));
            const std::size_t pick = random() % running.size();
            s.finish(running[pick]);
            running.erase(running.begin() + static_cast<std::ptrdiff_t>(pick));
            ++ended;
        }
        BOOST_TEST(s.running() == 0u);
        BOOST_TEST(s.waiting() == 0u);
    }
}

BOOST_AUTO_TEST_SUITE_END()
