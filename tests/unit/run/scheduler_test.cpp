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
    scheduler s(10);
    for (int i = 0; i != 4; ++i)
        s.add({"a", 10});
    BOOST_TEST(admit_all(s) == (numbers{0, 1, 2, 3}), boost::test_tools::per_element());
    BOOST_TEST(s.running() == 4u);
    BOOST_TEST(s.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(the_run_cap_holds)
{
    scheduler s(2);
    for (int i = 0; i != 3; ++i)
        s.add({"a", 10});
    BOOST_TEST(admit_all(s) == (numbers{0, 1}), boost::test_tools::per_element());
    s.finish(1);
    BOOST_TEST(admit_all(s) == (numbers{2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_full_agent_lets_later_tasks_of_others_pass)
{
    scheduler s(10);
    s.add({"a", 1});
    s.add({"a", 1});
    s.add({"b", 1});
    BOOST_TEST(admit_all(s) == (numbers{0, 2}), boost::test_tools::per_element());
    s.finish(0);
    BOOST_TEST(admit_all(s) == (numbers{1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(aliases_of_one_agent_share_its_cap_and_the_smallest_holds)
{
    scheduler s(10);
    s.add({"a", 3});
    s.add({"a", 2});
    s.add({"a", 3});
    BOOST_TEST(admit_all(s) == (numbers{0, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(stop_names_the_tasks_that_will_never_start)
{
    scheduler s(2);
    for (const char* agent : {"a", "b", "a", "b"})
        s.add({agent, 5});
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
        const unsigned run_cap = 1 + static_cast<unsigned>(random() % 6);
        const std::map<std::string, unsigned> agent_caps{{"a", 1}, {"b", 2}, {"c", 5}};
        const std::vector<std::string> names{"a", "b", "c"};
        scheduler s(run_cap);
        std::vector<scheduler::work> tasks;
        for (int i = 0; i != 60; ++i)
        {
            const std::string& agent = names[random() % names.size()];
            tasks.push_back({agent, agent_caps.at(agent)});
            s.add(tasks.back());
        }
        numbers running;
        std::size_t ended = 0;
        while (ended != tasks.size())
        {
            const numbers started = admit_all(s);
            running.insert(running.end(), started.begin(), started.end());
            std::map<std::string, unsigned> per_agent;
            for (const std::size_t t : running)
                ++per_agent[tasks[t].agent];
            BOOST_REQUIRE(!running.empty());
            BOOST_TEST(running.size() <= run_cap);
            for (const auto& [agent, count] : per_agent)
                BOOST_TEST(count <= agent_caps.at(agent));
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
