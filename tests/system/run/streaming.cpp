#include "tests/support/provider_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <set>

using namespace codexflow::test;
namespace json = codexflow::json;

namespace {

/// Both providers, so that what is said of one is true of the other.
struct dialect
{
    const char* plugin;
    const char* base_path;
    const char* target;
    loopback_server::handler echo;
    std::vector<std::string> (*stream)(const std::vector<std::string>&);
};

const std::array<dialect, 2> dialects{{
    {"openai", "/v1", "/v1/chat/completions", echo_openai, openai::stream},
    {"ollama", "", "/api/chat", echo_ollama, ollama::stream},
}};

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

std::vector<std::string> kinds(const event_log& log)
{
    std::vector<std::string> all;
    for (const logged_event& event : log.all())
        if (all.empty() || all.back() != event.kind())
            all.emplace_back(event.kind());
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(streaming)

BOOST_AUTO_TEST_CASE(the_event_schema_is_there)
{
    if (!has_event_schema())
        BOOST_TEST_MESSAGE("skipped: docs/schemas/event.schema.json is not there, so no line is held against it");
    else
        BOOST_TEST(!schema_fault("{}\n").empty());
}

BOOST_AUTO_TEST_CASE(each_agent_is_heard_on_stdout)
{
    for (const dialect& d : dialects)
    {
        BOOST_TEST_CONTEXT(d.plugin)
        {
            loopback_server server(d.echo);
            project here;
            here.add_agent("second", 2);
            here.use_server(d.plugin, server.url() + d.base_path);
            here.write_tasks({{"worker", {"sort the list", "count the words"}}, {"second", {"stay calm"}}});

            const ending end = run(here.run_command());
            BOOST_TEST(end.status == 0);
            for (const char* said : {"You asked: sort the list\n", "You asked: count the words\n", "You asked: stay calm\n"})
                BOOST_TEST(has(end.out, said), end.out);
            BOOST_TEST(has(end.err, "3 tasks: 3 ok"), end.err);
            BOOST_TEST(server.requests() == 3u);
            for (const http_request& request : server.received())
            {
                BOOST_TEST(request.method == "POST");
                BOOST_TEST(request.target == d.target);
                BOOST_TEST(has(request.body, "\"scripted-1\""), request.body);
                BOOST_TEST(request.header("Authorization").empty());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(quiet_prints_the_answers_and_nothing_else)
{
    loopback_server server(echo_openai);
    project here;
    here.use_server("openai", server.url());
    here.write_tasks({{"worker", {"be brief"}}});
    const ending end = run(here.run_command({"--quiet"}));
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.out == "You asked: be brief\n");
    BOOST_TEST(end.err == "");
}

BOOST_AUTO_TEST_CASE(the_events_tell_the_run_and_the_journal_is_the_same)
{
    for (const dialect& d : dialects)
    {
        BOOST_TEST_CONTEXT(d.plugin)
        {
            loopback_server server(d.echo);
            project here;
            here.use_server(d.plugin, server.url() + d.base_path);
            here.write_tasks({{"worker", {"say it"}}});

            const ending end = run(here.json_run());
            BOOST_TEST(end.status == 0);
            const event_log log(end.out);
            BOOST_TEST(fault_of(log) == "");
            BOOST_TEST(end.out == without_checksums(here.journal()));
            const std::vector<std::string> order{"run_started", "plan", "task_started", "chunk", "task_complete",
                                                 "memory", "run_complete"};
            BOOST_TEST(kinds(log) == order, boost::test_tools::per_element());
            BOOST_TEST(log.said("worker-1") == "You asked: say it");

            const json::value done = log.only("task_complete")->document->root();
            BOOST_TEST(done["finish"].string() == "stop");
            BOOST_TEST(done["provider"].string() == "scripted");
            BOOST_TEST(done["model"].string() == "scripted-1");
            BOOST_TEST(std::string(done["usage"]["input_tokens"].raw()) + " " +
                           std::string(done["usage"]["output_tokens"].raw()) ==
                       "7 3"); // of an answer in three pieces
            const json::value first = log.all().front().document->root();
            BOOST_TEST(first["schema_version"].as_int64().value_or(0) == 1);
            BOOST_TEST_REQUIRE(first["plugins"].size() == 4u); // and what keeps memory, and the redactors
            BOOST_TEST(first["plugins"][0]["id"].string() == std::string("codex-flow.") + d.plugin);
            BOOST_TEST(first["plugins"][0]["digest"].string().starts_with("sha256:"));
            const json::value last = log.last()->document->root();
            BOOST_TEST(last["verdict"].string() == "ok");
            BOOST_TEST(last["exit_code"].as_int64().value_or(-1) == 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(pieces_are_passed_on_while_the_answer_is_still_coming)
{
    gate rest;
    loopback_server server([&rest](const http_request&, responder& back) {
        begin_openai(back);
        back.write_chunk(openai::delta("the first half"));
        if (back.wait(rest))
            for (const std::string& piece : openai::stream({", the second"}))
                back.write_chunk(piece);
    });
    project here;
    here.use_server("openai", server.url());
    here.write_tasks({{"worker", {"take your time"}}});
    process program(here.json_run());
    BOOST_TEST(program.read_until(stream::out, "the first half"));
    rest.open();
    const ending end = program.wait();
    BOOST_TEST(end.status == 0);
    BOOST_TEST(event_log(end.out).said("worker-1") == "the first half, the second");
}

BOOST_AUTO_TEST_CASE(every_way_of_cutting_the_bytes_gives_the_same_answer)
{
    const std::string text = "Zoë said: \"naïve\" \\ \xF0\x9F\xA6\x8A\nand\tthen nothing";
    loopback_server server([&](const http_request&, responder& back) {
        begin_ollama(back);
        std::string all;
        for (const std::string& piece : ollama::stream({text.substr(0, 14), text.substr(14)}))
            all += piece;
        for (const char byte : all)
            back.write_chunk(std::string(1, byte));
    });
    project here;
    here.use_server("ollama", server.url());
    here.write_tasks({{"worker", {"speak"}}});
    const ending end = run(here.json_run());
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.said("worker-1") == text);
    BOOST_TEST(end.status == 0);
}

BOOST_AUTO_TEST_CASE(tasks_may_be_texts_or_objects)
{
    loopback_server server(echo_openai);
    project here;
    here.use_server("openai", server.url());
    here.write("tasks.json", R"({"worker": ["plain", {"type": "code.review", "instruction": "Look at it",
        "files": ["a.cpp"], "contents": {"a.cpp": "int main() {\n}\n"}}]})");
    const ending end = run(here.json_run());
    BOOST_TEST(end.status == 0);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    const std::string object_asked = log.said("worker-2");
    BOOST_TEST(log.said("worker-1") == "You asked: plain");
    BOOST_TEST(object_asked.starts_with("You asked: Look at it\n\n"), object_asked);
    for (const char* part : {"type: code.review", "a.cpp", "int main() {"})
        BOOST_TEST(has(object_asked, part), object_asked);
}

BOOST_AUTO_TEST_CASE(tasks_may_come_from_stdin)
{
    loopback_server server(echo_openai);
    project here;
    here.use_server("openai", server.url());
    command what = here.program({"run", "-f", "-", "--json"});
    what.input = tasks_json({{"worker", {"from a pipe"}}});
    const ending end = run(what);
    BOOST_TEST(end.status == 0);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.said("worker-1") == "You asked: from a pipe");
    BOOST_TEST((*log.only("plan"))["source"].string() == "-");

    command yaml = here.program({"run", "-f", "-", "-q"});
    yaml.input = "worker:\n  - in YAML\n";
    BOOST_TEST(run(yaml).out == "You asked: in YAML\n");
}

BOOST_AUTO_TEST_CASE(one_connection_serves_task_after_task)
{
    for (const dialect& d : dialects)
    {
        BOOST_TEST_CONTEXT(d.plugin)
        {
            // With its length known the answer has ended for certain when its last event is read.
            loopback_server server([&d](const http_request&, responder& back) {
                std::string all;
                for (const std::string& piece : d.stream({"one", "two"}))
                    all += piece;
                back.reply(200, all, "text/event-stream");
            });
            project here;
            here.use_server(d.plugin, server.url() + d.base_path);
            here.write_tasks({{"worker", {"1", "2", "3", "4", "5", "6"}}});
            const ending end = run(here.run_command({"--max-parallel", "1", "--json"}));
            BOOST_TEST(end.status == 0);
            BOOST_TEST(server.requests() == 6u);
            BOOST_TEST(server.connections() == 1u);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_server_may_hang_up_after_each_answer)
{
    struct way
    {
        const char* name;
        loopback_server::handler answer;
    };
    const std::vector<way> ways{
        {"as it says", [](const http_request& request, responder& back) {
             back.write_head(200, {{"Content-Type", "text/event-stream"}, {"Connection", "close"}});
             for (const std::string& piece : openai::stream({asked(request)}))
                 back.write_chunk(piece);
         }},
        {"without a word", [](const http_request& request, responder& back) {
             answer_openai(back, {asked(request)});
             back.close();
         }},
    };
    for (const way& one : ways)
    {
        BOOST_TEST_CONTEXT(one.name)
        {
            loopback_server server(one.answer);
            project here;
            here.use_server("openai", server.url());
            here.write_tasks({{"worker", {"1", "2", "3", "4"}}});
            const ending end = run(here.run_command({"--max-parallel", "1", "--json"}));
            BOOST_TEST(end.status == 0, end.out);
            BOOST_TEST(server.requests() == 4u);
            BOOST_TEST(server.connections() == 4u);
        }
    }
}

BOOST_AUTO_TEST_CASE(two_runs_have_journals_of_their_own)
{
    loopback_server server(echo_openai);
    project here;
    here.use_server("openai", server.url());
    here.write_tasks({{"worker", {"again"}}});
    const ending first = run(here.json_run());
    const ending second = run(here.json_run());
    const auto journals = here.journals();
    BOOST_REQUIRE(journals.size() == 2u);
    const std::set<std::string> kept{without_checksums(read_file(journals[0])), without_checksums(read_file(journals[1]))};
    const std::set<std::string> seen{first.out, second.out};
    BOOST_TEST((kept == seen));
    const auto rights = std::filesystem::status(journals[0]).permissions();
    BOOST_TEST((rights == std::filesystem::perms(0600)));
}

BOOST_AUTO_TEST_SUITE_END()
