#include "cli/render/history.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;
using namespace codexflow::cli;

namespace {

run_history small_run()
{
    run_history run;
    run.run_id = "run-1";
    run.engine_version = "0.1.0";
    run.source = "tasks.json";
    run.first_ts = "A";
    run.last_ts = "B";
    run.events = 9;
    task_history good;
    good.ref = {"coder-1", "coder", "coder", "local", "m"};
    good.how = task_history::state::complete;
    good.ms = 2300;
    good.usage = {true, 10, 2000};
    good.text = "write\nit";
    good.output = "done";
    task_history bad;
    bad.ref = {"reviewer-1", "reviewer", "code-analyzer", "local", ""};
    bad.how = task_history::state::failed;
    bad.error_code = "unavailable";
    bad.error_message = "connection refused";
    bad.hint = "start the server";
    task_history open;
    open.ref = {"x-1", "x", "x", "local", ""};
    open.how = task_history::state::started;
    run.tasks = {good, bad, open};
    run.end = event::run_complete{"failed", "unavailable", 69, 2500, 3, 1, 1, 0, 1, {}};
    return run;
}

} // namespace

BOOST_AUTO_TEST_SUITE(history)

BOOST_AUTO_TEST_CASE(a_run_that_ended)
{
    BOOST_TEST(
        history_text(small_run(), "j.jsonl", 0, false) ==
        "run run-1\n"
        "failed, exit code 69; 3 tasks: 1 ok, 1 failed, 1 never started, in 2.5 s (failed: unavailable)\n"
        "from A to B, work from tasks.json, engine 0.1.0\n"
        "\n"
        "TASK        AGENT          STATE       TIME   TOKENS   ASKED\n"
        "coder-1     coder          ok          2.3 s  10+2.0k  write it\n"
        "reviewer-1  code-analyzer  failed      0 ms   -\n"
        "x-1         x              unfinished  -      -\n"
        "\n"
        "reviewer-1: connection refused [unavailable]\n"
        "  hint: start the server\n"
        "\n"
        "journal: j.jsonl\n");
}

BOOST_AUTO_TEST_CASE(a_run_that_was_killed_and_a_damaged_journal)
{
    run_history run = small_run();
    run.end.reset();
    run.torn = torn_tail{1234, 56};
    run.faults = {{7, 700, 20, "seq 9 follows 7"}};
    const std::string text = history_text(run, "j.jsonl", 0, false);
    BOOST_TEST(text.find("\nno end was written: the run was killed, or is still going on\n") != text.npos);
    BOOST_TEST(text.find("\njournal line 7 (byte 700): seq 9 follows 7\n") != text.npos);
    BOOST_TEST(
        text.find(
            "torn tail: the last 56 bytes, from byte 1234 on, are an unfinished line and were set aside\n") !=
        text.npos);
}

BOOST_AUTO_TEST_CASE(an_empty_journal)
{
    BOOST_TEST(history_text({}, "j.jsonl", 0, false) == "run without an id\nno end was written: the run was "
                                                        "killed, or is still going on\n\njournal: j.jsonl\n");
}

BOOST_AUTO_TEST_CASE(for_programs)
{
    run_history run = small_run();
    run.torn = torn_tail{1234, 56};
    const std::string text = history_json(run, "j.jsonl");
    BOOST_TEST(text.starts_with(R"({"run_id":"run-1","journal":"j.jsonl","events":9,)"));
    BOOST_TEST(text.find(R"("end":{"verdict":"failed","reason":"unavailable","exit_code":69,)") != text.npos);
    BOOST_TEST(text.find(R"("torn_tail":{"offset":1234,"bytes":56})") != text.npos);
    BOOST_TEST(text.find(R"("state":"unfinished")") != text.npos);
    BOOST_TEST(text.ends_with("}\n"));
}

BOOST_AUTO_TEST_SUITE_END()
