// What `run --resume` does and says, seen from outside.
#include "tests/support/secret_shapes.hpp"
#include "tests/system/resume/resume_world.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

using namespace codexflow::test;
namespace json = codexflow::json;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

struct fixture
{
    effects_model model;
    effects_project world{model, 4};

    /// A run of which the third task fails in its second turn.
    ending fail_one()
    {
        model.refuse({"task 3", 1});
        ending end = run(world.here.json_run());
        model.refuse({});
        BOOST_TEST(end.status == 1, end.err);
        return end;
    }

    /// A run that is killed when its journal holds the intent of the first push, and nothing behind it.
    void kill_at_intent()
    {
        for (std::size_t at = 1; at != 60; ++at)
        {
            std::filesystem::remove_all(world.here.dir() / ".runs");
            for (const auto& entry : std::filesystem::directory_iterator(world.folder))
                std::filesystem::remove(entry.path());
            run(effects_project::with_fault(world.here.json_run(), at, "kill_after"));
            const std::string journal = world.here.journals().empty() ? "" : world.here.journal();
            if (has(journal, "\"kind\":\"tool_start\"") && has(journal, "\"effect\":\"once\"") &&
                !has(journal, "\"kind\":\"tool_end\",") )
                return;
            const event_log log(without_checksums(journal));
            for (const logged_event* one : log.of_kind("tool_start"))
                if ((*one)["effect"].string() == "once" && !ended(log, *one))
                    return;
        }
        BOOST_FAIL("no kill left an intent without its outcome");
    }

    static bool ended(const event_log& log, const logged_event& start)
    {
        for (const logged_event* one : log.of_kind("tool_end"))
            if (one->task() == start.task() && (*one)["call_id"].string() == start["call_id"].string())
                return true;
        return false;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(resume, fixture)

BOOST_AUTO_TEST_CASE(a_failed_task_goes_on_and_the_others_are_kept)
{
    const ending first = fail_one();
    const std::size_t asked = model.asked();
    const ending end = run(world.resume());
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(model.asked() == asked + 2); // the turn that was refused, and the last one
    BOOST_TEST(log.count("task_restored") == 3U);
    BOOST_TEST((*log.only("task_restored", "worker-1"))["output"].string() == "done 1");
    const logged_event* started = log.only("task_started");
    BOOST_REQUIRE(started != nullptr);
    BOOST_TEST(started->task() == "worker-3");
    BOOST_TEST((*started)["resumed_turns"].as_uint64().value_or(0) == 1U);
    const json::value resumed = log.all().front()["resumed"];
    BOOST_TEST(resumed["sessions"].as_uint64().value_or(0) == 1U);
    BOOST_TEST(resumed["done"].as_uint64().value_or(0) == 3U);
    BOOST_TEST(resumed["go_on"].as_uint64().value_or(0) == 1U);
    const event_log before(first.out);
    BOOST_TEST((resumed["from_seq"].as_uint64() == (*before.last())["seq"].as_uint64()));
    BOOST_TEST(answers_of(log).size() == 4U);
    BOOST_TEST((world.effects() == world.all_effects()));
    BOOST_TEST((*log.last())["usage"]["output_tokens"].as_uint64().value_or(0) > 0U);
    BOOST_TEST(world.here.journals().size() == 1U);
}

BOOST_AUTO_TEST_CASE(when_all_is_done_there_is_nothing_to_do)
{
    BOOST_TEST(run(world.here.json_run()).status == 0);
    const std::string before = world.here.journal();
    const std::string id = world.here.journals().front().parent_path().filename();
    for (const std::vector<std::string>& named : {std::vector<std::string>{}, {id}})
    {
        std::vector<std::string> words{"run", "--resume"};
        words.insert(words.end(), named.begin(), named.end());
        const ending end = run(world.here.program(words));
        BOOST_TEST(end.status == 0, end.err);
        BOOST_TEST(has(end.err, "nothing to resume"), end.err);
        BOOST_TEST(end.out == "");
    }
    BOOST_TEST(world.here.journal() == before);
}

BOOST_AUTO_TEST_CASE(a_run_that_was_stopped_says_how_it_goes_on_and_does)
{
    process program(world.here.run_command());
    BOOST_REQUIRE(program.read_until(stream::err, "tool "));
    program.send(SIGINT);
    const ending end = program.wait();
    BOOST_TEST(end.status == 130);
    const std::string id = world.here.journals().front().parent_path().filename();
    BOOST_TEST(end.err.ends_with("next:    codex-flow run --resume " + id + "\n"), end.err);
    const ending again = run(world.here.program({"run", "--resume", id.substr(0, 12)}));
    BOOST_TEST(again.status == 0, again.err);
    BOOST_TEST(has(again.err, "run " + id + " goes on: "), again.err);
    for (int i = 1; i <= 4; ++i)
        BOOST_TEST(has(again.out, "done " + std::to_string(i) + '\n'), again.out);
    BOOST_TEST((world.effects() == world.all_effects()));
}

BOOST_AUTO_TEST_CASE(a_run_that_is_not_what_it_was_is_refused_with_the_difference)
{
    fail_one();
    const std::string before = world.here.journal();
    world.here.write_tasks({{"worker", {"task 1", "task 2", "task 3 now", "task 4", "task 5"}}});
    world.here.write("codex/agents/worker.codex.yaml",
                     "version: 1\nagent: { id: worker, name: W, description: Works differently }\n"
                     "capabilities: { detail: { tools: { allowed: [put, push, seen] } } }\n");
    const ending end = run(world.resume({"-c", "providers.scripted.model=other"}));
    BOOST_TEST(end.status == 65);
    for (const char* part : {"is not what it was when it began", "tasks.worker-3: 'worker: task 3' became 'worker: task 3 now'",
                             "tasks.worker-5 is new: 'worker: task 5'", "agents.worker.prompt",
                             R"(config.providers.scripted.model: "scripted-1" became "other")", "--force"})
        BOOST_TEST(has(end.err, part), end.err);
    BOOST_TEST(world.here.journal() == before);

    const ending looked = run(world.resume({"--dry-run"}));
    BOOST_TEST(looked.status == 65);
    json::document told;
    BOOST_REQUIRE(told.parse(looked.out));
    BOOST_TEST(told.root()["differences"].size() == 3U, looked.out);

    const ending forced = run(world.resume({"--force"}));
    BOOST_TEST(forced.status == 0, forced.err);
    const event_log log(forced.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.count("task_restored") == 3U);
    BOOST_TEST((log.only("task_complete", "worker-5") != nullptr));
    BOOST_TEST(has(forced.out, "tasks.worker-3"));
}

BOOST_AUTO_TEST_CASE(the_difference_shows_no_secret)
{
    fail_one();
    const std::string key = secret_shapes().front().text;
    const std::string filler(70, 'x'); // the key would be cut where a long task is
    world.here.write_tasks({{"worker", {"task 1", "task 2", "task 3 " + filler + ' ' + key, "task 4"}}});
    const ending end = run(world.resume());
    BOOST_TEST(end.status == 65);
    BOOST_TEST(has(end.err, "'worker: task 3' became 'worker: task 3 xxx"), end.err);
    BOOST_TEST(!has(end.err, key.substr(0, 6)), end.err);
}

BOOST_AUTO_TEST_CASE(what_does_not_make_it_another_run_may_change)
{
    fail_one();
    const ending end = run(world.resume({"-c", "limits.task_timeout=3m", "--max-parallel", "2", "--retries", "1"}));
    BOOST_TEST(end.status == 0, end.err);
}

BOOST_AUTO_TEST_CASE(work_from_standard_input_is_kept)
{
    command what = world.here.program({"run", "-f", "-", "--json"});
    what.input = tasks_json({{"worker", numbered(4)}});
    model.refuse({"task 2", 1});
    BOOST_TEST(run(what).status == 1);
    model.refuse({});
    std::filesystem::remove(world.here.dir() / "tasks.json");
    const ending end = run(world.resume());
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(answers_of(event_log(end.out)).size() == 4U);
}

BOOST_AUTO_TEST_CASE(a_call_in_doubt_is_not_repeated_and_the_model_is_told)
{
    kill_at_intent();
    const ending looked = run(world.here.program({"run", "--resume", "--dry-run"}));
    BOOST_TEST(looked.status == 0, looked.err);
    BOOST_TEST(has(looked.out, "is in doubt: nobody knows whether it was made"), looked.out);
    BOOST_TEST(has(looked.out, "nothing was started"), looked.out);
    const ending end = run(world.resume());
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(fault_of(event_log(end.out)) == "");
    BOOST_TEST(has(end.out, "\"outcome\":\"indeterminate\""));
    BOOST_TEST((world.effects() == world.all_effects()));
}

BOOST_AUTO_TEST_CASE(a_person_is_asked_about_a_call_in_doubt)
{
    for (const std::string answer : {"d", "a", "s", "what?"})
    {
        BOOST_TEST_CONTEXT(answer)
        {
            kill_at_intent();
            command what = world.here.program({"run", "--resume"});
            what.terminal_input = true;
            what.err_columns = 100;
            std::string answers;
            for (int i = 0; i != 4; ++i)
                answers += answer + "\n";
            what.input = answers;
            what.keep_input_open = true;
            const ending end = run(what);
            BOOST_TEST(end.status == 0, end.err);
            BOOST_TEST(has(end.err, "called 'push'; was it carried out?"), end.err);
            const std::string journal = world.here.journal();
            BOOST_TEST(has(journal, "\"outcome\":\"indeterminate\"") == (answer == "what?"));
            BOOST_TEST(has(journal, "A person says that it was carried out") == (answer == "d"));
            BOOST_TEST(has(journal, "A person says that it was not carried out") == (answer == "s"));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_run_that_is_going_on_is_not_resumed)
{
    process program(world.here.run_command({"--json", "-v"}));
    BOOST_REQUIRE(program.read_until(stream::out, "\"run_started\""));
    program.send(SIGSTOP);
    const std::string id = world.here.journals().front().parent_path().filename();
    const ending named = run(world.resume());
    BOOST_TEST(named.status == 0);
    const ending end = run(world.here.program({"run", "--resume", id}));
    program.send(SIGCONT);
    BOOST_TEST(end.status != 0);
    BOOST_TEST(has(end.err, "still going on"), end.err);
    BOOST_TEST(program.wait().status == 0);
}

BOOST_AUTO_TEST_CASE(a_run_without_a_journal_leaves_no_record)
{
    const ending end = run(world.here.run_command({"-c", "record.journal=false"}));
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(has(end.err, "keeps no journal"), end.err);
    BOOST_TEST(!has(end.err, "codex-flow show"), end.err);
    BOOST_TEST(world.here.journals().empty());
    BOOST_TEST((world.effects() == world.all_effects()));
    BOOST_TEST(has(run(world.resume()).err, "nothing to resume"));
}

BOOST_AUTO_TEST_CASE(a_torn_end_is_set_aside_and_nothing_is_added_to_it)
{
    fail_one();
    const auto path = world.here.journals().front();
    const std::string whole = read_file(path);
    const std::size_t cut = whole.rfind('\n', whole.size() - 2) + 40; // within the last line
    std::filesystem::resize_file(path, cut);
    const ending end = run(world.resume());
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(!has(without_checksums(world.here.journal()), "no right checksum"));
    BOOST_TEST(read_file(path.parent_path() / "journal.torn") == whole.substr(cut - 39, 39) + "\n");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_meant)
{
    struct row
    {
        std::vector<std::string> words;
        int status;
        const char* part;
    };
    fail_one();
    for (const row& one : std::vector<row>{{{"run", "--resume", "nosuchrun"}, 65, "there is no run"},
                                           {{"run", "--resume", "--file", "tasks.json"}, 64, "--resume excludes --file"},
                                           {{"run", "--resume", "--example"}, 64, "--resume excludes --example"},
                                           {{"run", "--force"}, 64, "--force belongs to --resume"}})
    {
        const ending end = run(world.here.program(one.words));
        BOOST_TEST(end.status == one.status, end.err);
        BOOST_TEST(has(end.err, one.part), end.err);
    }
    std::filesystem::remove(world.here.journals().front().parent_path() / "run.json");
    const std::string id = world.here.journals().front().parent_path().filename();
    const ending end = run(world.here.program({"run", "--resume", id}));
    BOOST_TEST(end.status == 65);
    BOOST_TEST(has(end.err, "cannot be resumed"), end.err);
}

BOOST_AUTO_TEST_SUITE_END()
