// A run of twenty tasks with tools, killed at every write of its journal and at moments of chance, and resumed: what it
// has answered and changed in the end is what an uninterrupted run answers and changes, and nothing is paid twice.
//
// CODEXFLOW_KILL_POINTS=n: so many moments of chance (80), beside those at every write.
#include "tests/system/resume/resume_world.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace codexflow::test;

namespace {

constexpr std::size_t task_count = 20;

/// One run, from its first process to its last.
class life
{
public:
    static effects_model& model()
    {
        static effects_model only;
        return only;
    }

    /// Runs a process to its end. @return whether it was killed.
    bool live(command what) { return look_back(run(std::move(what))); }

    /// Runs one, and kills it when it has written so many lines.
    void live_until(std::size_t lines)
    {
        process program(world.here.json_run());
        program.read_until(stream::out, [&](const std::string& out) {
            return static_cast<std::size_t>(std::count(out.begin(), out.end(), '\n')) >= lines;
        });
        program.send(SIGKILL);
        look_back(program.wait());
    }

    /// What goes on with it: one that died before there was anything of it begins again.
    command again() const { return record().empty() ? world.here.json_run() : world.resume(); }

    /// Goes on until it is whole, and looks at everything.
    void bring_to_end()
    {
        if (last_.status != 0)
            live(again());
        BOOST_TEST_REQUIRE(last_.status == 0, last_.err);
        std::map<std::string, std::string> expected;
        for (std::size_t i = 1; i <= task_count; ++i)
            expected["worker-" + std::to_string(i)] = "done " + std::to_string(i);
        BOOST_TEST((answers() == expected));
        BOOST_TEST((world.effects() == world.all_effects()));
        check_journal();
        BOOST_TEST(model().asked() - first_ == recorded_.size() + lost_, told());
    }

    effects_project world{model(), task_count};

private:
    /// What the last process has answered; of one that was killed behind its last line, what the journal holds.
    std::map<std::string, std::string> answers() const
    {
        const event_log log(last_.out);
        if (last_.err.find("nothing to resume") != std::string::npos)
            return answers_of(event_log(without_checksums(read_file(record()))));
        BOOST_TEST(fault_of(log) == "");
        return answers_of(log);
    }

    /// For a failure: all that was asked.
    std::string told() const
    {
        std::string text = std::to_string(recorded_.size()) + " turns, " + std::to_string(lost_) + " lost:";
        const auto asked = model().requests();
        for (std::size_t i = first_; i != asked.size(); ++i)
            text += " " + asked[i].first + "/" + std::to_string(asked[i].second) + (recorded_.contains(asked[i]) ? "" : "!");
        return text + "\n" + read_file(record());
    }

    /// The journal of a run that can be resumed; "" if there is none.
    std::filesystem::path record() const
    {
        for (const auto& path : world.here.journals())
            if (std::filesystem::exists(path.parent_path() / "run.json"))
                return path;
        return {};
    }

    /// A process has ended: what it asked that an earlier one had written down is an error, what it did not come to
    /// write down was in flight.
    bool look_back(ending end)
    {
        last_ = std::move(end);
        BOOST_TEST(model().wait_until_idle());
        const auto asked = model().requests();
        for (std::size_t i = seen_; i != asked.size(); ++i)
            BOOST_TEST(!recorded_.contains(asked[i]), asked[i].first << ", turn " << asked[i].second << " was asked again");
        const auto all = recorded_turns(record().empty() ? "" : read_file(record()));
        recorded_ = {all.begin(), all.end()};
        for (; seen_ != asked.size(); ++seen_)
            lost_ += recorded_.contains(asked[seen_]) ? 0 : 1;
        return last_.signal == SIGKILL;
    }

    void check_journal() const
    {
        const event_log plain(without_checksums(read_file(record())));
        std::uint64_t seq = 0;
        for (const logged_event& event : plain.all())
            BOOST_TEST_REQUIRE(event["seq"].as_uint64().value_or(0) == ++seq, event.line);
        BOOST_TEST((plain.last()->kind() == "run_complete"));
    }

    const std::size_t first_ = model().asked(); ///< Requests of other runs.
    std::size_t seen_ = first_;
    std::size_t lost_ = 0; ///< Asked, and not written down when the process died.
    std::set<asked_turn> recorded_;
    ending last_;
};

std::size_t chances()
{
    const char* given = std::getenv("CODEXFLOW_KILL_POINTS");
    return given != nullptr ? std::strtoul(given, nullptr, 10) : 80;
}

} // namespace

BOOST_AUTO_TEST_SUITE(resume_after_kill)

BOOST_AUTO_TEST_CASE(at_every_write_and_sync_of_the_journal)
{
    std::size_t points = 0;
    const std::vector<std::string> ways{"kill_before", "kill_torn", "kill_after"};
    for (const std::string& how : ways)
    {
        bool killed = true;
        for (std::size_t at = 1; killed && at != 1000; ++at)
        {
            BOOST_TEST_CONTEXT(how << " at operation " << at)
            {
                life one;
                killed = one.live(effects_project::with_fault(one.world.here.json_run(), at, how));
                points += killed ? 1 : 0;
                if (killed && at % 3 == 0) // the next one does not live long either
                    one.live(effects_project::with_fault(one.again(), 1 + at % 7, ways[at % 2]));
                one.bring_to_end();
            }
        }
    }
    BOOST_TEST_MESSAGE("killed at " << points << " operations");
    BOOST_TEST(points >= 3 * 10U);
}

BOOST_AUTO_TEST_CASE(at_moments_of_chance)
{
    std::mt19937 random(20261125);
    for (std::size_t i = 0; i != chances(); ++i)
    {
        const std::size_t lines = 1 + random() % 320;
        BOOST_TEST_CONTEXT("killed after " << lines << " lines")
        {
            life one;
            one.live_until(lines);
            one.bring_to_end();
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
