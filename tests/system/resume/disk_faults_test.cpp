// The disk below the journal breaks, or is not there: the verdict and the exit code are right, and what was written
// stays readable.
#include "tests/system/resume/resume_world.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

using namespace codexflow::test;

namespace {

struct fixture
{
    effects_model model;
    effects_project world{model, 6};

    /// The only journal, which must hold nothing but whole lines.
    std::string whole_journal() const
    {
        const std::string text = world.here.journal();
        BOOST_TEST((text.empty() || text.ends_with('\n')));
        BOOST_TEST(without_checksums(text).find("no right checksum") == std::string::npos);
        return text;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(disk_faults, fixture)

BOOST_AUTO_TEST_CASE(a_disk_that_is_full_or_broken_stops_the_run_and_it_can_be_resumed)
{
    for (const std::string how : {"ENOSPC", "EIO"})
        for (const std::size_t at : {1U, 2U, 4U, 7U})
            BOOST_TEST_CONTEXT(how << " from operation " << at << " on")
            {
                const effects_project here(model, 6);
                const ending end = run(effects_project::with_fault(here.here.json_run(), at, how));
                BOOST_TEST(end.status == 1, end.err);
                const event_log log(end.out);
                BOOST_TEST(fault_of(log) == "");
                BOOST_TEST((*log.last())["reason"].string() == "output_lost");
                BOOST_TEST(end.out.find(how == "EIO" ? "Input/output error" : "No space left on device") != std::string::npos);
                const std::string text = here.here.journal();
                BOOST_TEST((text.empty() || text.ends_with('\n')));
                BOOST_TEST(without_checksums(text).find("no right checksum") == std::string::npos);

                const ending again = run(here.resume());
                BOOST_TEST(again.status == 0, again.err);
                BOOST_TEST(fault_of(event_log(again.out)) == "");
                BOOST_TEST((here.effects() == here.all_effects()));
            }
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_written_prevents_the_start)
{
    if (::geteuid() == 0)
    {
        // Nothing is forbidden to root: a file stands where the folder of runs would be.
        world.here.write(".runs", "no folder");
    }
    else
    {
        std::filesystem::create_directory(world.here.dir() / ".runs");
        ::chmod((world.here.dir() / ".runs").c_str(), 0500);
    }
    const ending end = run(world.here.json_run());
    BOOST_TEST(end.status == 65);
    BOOST_TEST(end.err.find("cannot create the journal") != std::string::npos, end.err);
    BOOST_TEST(end.err.find("hint:") != std::string::npos, end.err);
    BOOST_TEST(end.out == "");
    BOOST_TEST(model.asked() == 0U);
    ::chmod((world.here.dir() / ".runs").c_str(), 0700);
}

BOOST_AUTO_TEST_CASE(a_closed_output_stops_the_run_and_it_can_be_resumed)
{
    command what = world.here.json_run();
    what.arguments.insert(what.arguments.begin(), {"-c", R"("$0" "$@" | head -n 3 >/dev/null; exit ${PIPESTATUS[0]})", what.program.string()});
    what.program = "/bin/bash";
    const ending end = run(what);
    BOOST_TEST(end.status == 1, end.err);
    const std::string text = whole_journal();
    BOOST_TEST(text.find("\"reason\":\"output_lost\"") != std::string::npos);
    const ending again = run(world.resume());
    BOOST_TEST(again.status == 0, again.err);
    BOOST_TEST((world.effects() == world.all_effects()));
}

BOOST_AUTO_TEST_CASE(two_runs_in_one_project_do_not_meet)
{
    const effects_project other(model, 6);
    process first(world.here.json_run()), second(world.here.json_run());
    const ending one = first.wait(), two = second.wait();
    for (const ending* each : {&one, &two})
    {
        BOOST_TEST(each->status == 0, each->err);
        BOOST_TEST(fault_of(event_log(each->out)) == "");
    }
    BOOST_TEST(world.here.journals().size() == 2U);
    for (const auto& path : world.here.journals())
        BOOST_TEST(fault_of(event_log(without_checksums(read_file(path)))) == "");
}

BOOST_AUTO_TEST_SUITE_END()
