// A scripted model asks for the tools of a sample plugin, in the formats of three kinds of servers.
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/turn_server.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

using namespace codexflow::test;

namespace {

using calls = turn_server::calls;

/// One task of the agent `worker`, with the tools of the sample plugin.
struct world : turn_server
{
    /// @param limits members of the configuration's `limits`.
    world(const std::string& plugin, std::vector<calls> turns, const std::string& limits = "",
          const std::string& tools = "{ plugin: sample-tools }", const std::string& more = "")
        : turn_server(plugin, std::move(turns))
    {
        here.use_server(plugin, url(), "",
                        "plugins: { paths: [\"" CODEXFLOW_SAMPLE_TOOLS "\"] }\ntools: [ " + tools + " ]\n" +
                            (limits.empty() ? "" : "limits: { " + limits + " }\n") + more);
        here.write_tasks({{"worker", {"go"}}});
    }

    void define_worker(const std::string& policy) const
    {
        here.write("codex/agents/worker.codex.yaml",
                   "version: 1\nagent: { id: worker, name: W, description: Works }\n" + policy);
    }

    project here;
};

std::string outcome(const event_log& log, std::size_t number)
{
    const auto ends = log.of_kind("tool_end");
    return number < ends.size() ? std::string((*ends[number])["outcome"].string()) : "(none)";
}

std::string text_of_file(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

} // namespace

BOOST_AUTO_TEST_SUITE(tools)

BOOST_AUTO_TEST_CASE(two_calls_at_once_in_every_format)
{
    for (const std::string plugin : {"openai", "ollama", "anthropic"})
    {
        BOOST_TEST_CONTEXT(plugin)
        {
            world w(plugin, {{{"one", "meet"}, {"two", "meet"}}, {{"three", "repeat", R"({"text":"ab","times":3})"}}});
            const ending end = run(w.here.json_run());
            BOOST_TEST(end.status == 0, end.err);
            const event_log log(end.out);
            BOOST_TEST(fault_of(log) == "");
            BOOST_TEST(fault_of(event_log(w.here.journal())) == "");
            BOOST_TEST_REQUIRE(log.count("tool_end") == 3u);
            for (std::size_t i = 0; i != 3; ++i)
                BOOST_TEST(outcome(log, i) == "ok");
            BOOST_TEST((*log.only("task_complete"))["output"].string() == "all done");
            const auto started = log.of_kind("tool_start");
            BOOST_TEST((*started[2])["call_id"].string() == "call-3");
            BOOST_TEST((*started[2])["plugin"].string() == "sample-tools");
            BOOST_TEST((*started[2])["effect"].string() == "none");
            BOOST_TEST((*started[2])["arguments"].string() == R"({"text":"ab","times":3})");
            BOOST_TEST(has(w.request(0), "\"repeat\"")); // offered ...
            BOOST_TEST(!has(w.request(0), "\"note\""));  // ... and what is not permitted is not
            BOOST_TEST(has(w.request(1), "\"met\""));    // both results went back
            BOOST_TEST(has(w.request(2), "ababab"));
        }
    }
}

BOOST_AUTO_TEST_CASE(calls_that_cannot_be_made_are_explained_to_the_model)
{
    world w("openai", {{{"a", "repeat", R"({"text":5})"}, {"b", "repeet"}, {"c", "trip"}, {"d", "crash"}}});
    const ending end = run(w.here.json_run());
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    std::vector<std::string> outcomes(4);
    for (const logged_event* one : log.of_kind("tool_end"))
        outcomes.at(static_cast<std::size_t>((*one)["call_id"].string().back() - '1')) = (*one)["outcome"].string();
    BOOST_TEST(outcomes == (std::vector<std::string>{"invalid", "invalid", "error", "error"}), boost::test_tools::per_element());
    const std::string told = w.request(1);
    BOOST_TEST(has(told, "the argument '/text' does not keep the rule type"), told);
    BOOST_TEST(has(told, "did you mean 'repeat'?"), told);
    BOOST_TEST(has(told, "there is a stone"), told);
    BOOST_TEST(has(told, "out of order"), told);
}

BOOST_AUTO_TEST_CASE(a_denied_call_is_recorded_and_the_task_goes_on)
{
    world w("openai", {{{"a", "note", R"({"text":"x"})"}}});
    const ending end = run(w.here.json_run());
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(outcome(log, 0) == "denied");
    const logged_event* told = log.only("policy_violation");
    BOOST_TEST_REQUIRE(told != nullptr);
    BOOST_TEST((*told)["tool"].string() == "note");
    BOOST_TEST((*told)["policy"].string() == "allowlist");
    BOOST_TEST((*told)["permit"].string() == "list 'note' among the allowed tools of agent 'worker'");
    BOOST_TEST(has(w.request(1), "not permitted"));
}

BOOST_AUTO_TEST_CASE(a_strict_task_ends_with_its_first_denied_call)
{
    world w("openai", {{{"a", "note", R"({"text":"x"})"}}});
    const ending end = run(w.here.run_command({"--json", "--strict-tools"}));
    BOOST_TEST(end.status == 77, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(w.requests() == 1u);
    const logged_event* failed = log.only("task_error");
    BOOST_TEST_REQUIRE(failed != nullptr);
    BOOST_TEST((*failed)["error"]["code"].string() == "permission_denied");
    const std::string message((*failed)["error"]["message"].string());
    for (const char* part : {"'worker'", "'note'", "'allowlist'", "'read-only'"})
        BOOST_TEST(has(message, part), message);
}

BOOST_AUTO_TEST_CASE(a_strict_run_refuses_a_task_before_any_model_is_asked)
{
    world w("openai", {});
    w.here.write("tasks.json", R"({"worker":[{"goal":"go","tools":["repeat","note"]}]})");
    const ending end = run(w.here.run_command({"--json", "--strict-tools"}));
    BOOST_TEST(end.status == 77, end.err);
    BOOST_TEST(w.requests() == 0u);
    for (const char* part : {"'worker'", "'note'", "'allowlist'", "list 'note' among the allowed tools of agent 'worker'"})
        BOOST_TEST(has(end.err, part), end.err);
    w.here.write("tasks.json", R"({"worker":[{"goal":"go","tools":["repeat"]}]})");
    BOOST_TEST(run(w.here.run_command({"--json", "--strict-tools"})).status == 0);
}

BOOST_AUTO_TEST_CASE(an_agent_that_lists_a_tool_may_use_it_in_its_own_folder)
{
    world w("openai", {{{"a", "note", R"({"text":"hello"})"}, {"b", "note", R"({"text":" you"})"}}});
    w.define_worker("capabilities: { detail: { tools: { allowed: [note] } } }\n");
    const ending end = run(w.here.run_command({"--json", "--strict-tools", "--keep-runs", "1"}));
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(outcome(log, 0) == "ok");
    BOOST_TEST(outcome(log, 1) == "ok");
    const auto folder = w.here.dir() / std::string((*log.only("task_complete"))["workspace"].string());
    BOOST_TEST(text_of_file(folder / "note.txt") == "hello you"); // one after the other
}

BOOST_AUTO_TEST_CASE(a_configured_policy_decides_and_one_that_would_ask_denies)
{
    for (const std::string decision : {"allow", "ask"})
    {
        BOOST_TEST_CONTEXT(decision)
        {
            world w("openai", {{{"a", "note", R"({"text":"x"})"}}}, "", "{ plugin: sample-tools }",
                    "policies:\n  - plugin: rules\n    rules:\n      - { name: looking, tool: repeat, decision: allow }\n"
                    "      - { name: notes, tool: note, decision: " + decision + " }\n");
            const ending end = run(w.here.json_run());
            BOOST_TEST(end.status == 0, end.err);
            const event_log log(end.out);
            BOOST_TEST(fault_of(log) == "");
            BOOST_TEST(outcome(log, 0) == (decision == "allow" ? "ok" : "denied"));
            BOOST_TEST(log.count("policy_violation") == (decision == "allow" ? 0u : 1u));
            if (const auto told = log.of_kind("policy_violation"); !told.empty())
            {
                BOOST_TEST((*told.front())["policy"].string() == "rules");
                BOOST_TEST((*told.front())["rule"].string() == "notes");
                BOOST_TEST(has(std::string((*told.front())["reason"].string()), "nobody can be asked"));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_policy_that_breaks_denies_and_says_so)
{
    for (const std::string fault : {"failure", "exception", "number", "late", "nonsense"})
    {
        BOOST_TEST_CONTEXT(fault)
        {
            world w("openai", {{{"a", "repeat", R"({"text":"x"})"}}}, "", "{ plugin: sample-tools }",
                    "policies: [ { plugin: allowlist }, { plugin: said, offers: true, fault: " + fault + ", answer: '{}' } ]\n");
            const ending end = run(w.here.run_command({"--json", "--plugin", CODEXFLOW_SAMPLE_POLICIES}));
            BOOST_TEST(end.status == 0, end.err);
            const event_log log(end.out);
            BOOST_TEST(fault_of(log) == "");
            BOOST_TEST(outcome(log, 0) == "denied");
            BOOST_TEST_REQUIRE(log.count("policy_violation") == 1u);
            const logged_event* told = log.only("policy_violation");
            BOOST_TEST((*told)["policy"].string() == "said");
            BOOST_TEST((*told)["reason"].string().ends_with("what a policy cannot judge is denied"), (*told)["reason"].string());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_long_result_is_kept_in_a_file)
{
    world w("openai", {{{"a", "repeat", R"({"text":"0123456789","times":1000})"}}}, "tool_output_bytes: 2048");
    const ending end = run(w.here.run_command({"--json", "--keep-runs", "all"}));
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    const logged_event* ended = log.only("tool_end");
    BOOST_TEST_REQUIRE(ended != nullptr);
    BOOST_TEST((*ended)["outcome"].string() == "truncated");
    BOOST_TEST((*ended)["bytes"].as_uint64().value() == 10'000u);
    BOOST_TEST((*ended)["output"].string().size() < 2'500u);
    const std::string file((*ended)["file"].string());
    BOOST_TEST(std::filesystem::path(file).is_absolute());
    BOOST_TEST(text_of_file(file).size() == 10'000u);
    BOOST_TEST(has(w.request(1), "This is the beginning of 10000 bytes"));
    BOOST_TEST(has(w.request(1), file));
}

BOOST_AUTO_TEST_CASE(a_slow_tool_is_stopped_and_the_task_goes_on)
{
    world w("openai", {{{"a", "linger"}}}, "tool_timeout: 100ms");
    const ending end = run(w.here.json_run());
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(outcome(log, 0) == "timeout");
    BOOST_TEST(has(w.request(1), "longer than 100ms"));
}

BOOST_AUTO_TEST_CASE(ctrl_c_ends_calls_that_are_under_way)
{
    world w("openai", {{{"a", "linger"}, {"b", "linger"}}});
    process program(w.here.json_run());
    const bool begun = program.read_until(stream::out, [](const std::string& out) {
        const auto first = out.find("\"tool_start\"");
        return first != out.npos && out.find("\"tool_start\"", first + 1) != out.npos;
    });
    BOOST_TEST_REQUIRE(begun);
    program.send(SIGINT);
    const ending end = program.wait();
    BOOST_TEST(end.status == 130, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.count("tool_end") == 2u);
    BOOST_TEST((*log.last())["reason"].string() == "interrupted");
}

BOOST_AUTO_TEST_CASE(a_model_that_never_stops_calling_meets_the_limit)
{
    std::vector<calls> turns;
    for (int i = 0; i != 9; ++i)
        turns.push_back({{"a", "repeat", R"({"text":")" + std::to_string(i) + "\"}"}});
    world w("openai", turns);
    const ending end = run(w.here.run_command({"--json", "--max-turns", "3"}));
    BOOST_TEST(end.status == 124, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(w.requests() == 3u);
    BOOST_TEST((*log.only("task_error"))["error"]["phase"].string() == "turns");
}

BOOST_AUTO_TEST_CASE(the_first_tool_of_a_name_counts)
{
    world w("openai", {{{"a", "other"}, {"b", "repeat", R"({"text":"x"})"}}}, "",
            "{ plugin: sample-tools }, { plugin: more-tools }");
    const ending end = run(w.here.json_run());
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(has(end.out, "the tool 'repeat' of 'more-tools' is left out"));
    const auto started = log.of_kind("tool_start");
    BOOST_TEST_REQUIRE(started.size() == 2u);
    BOOST_TEST((*started[0])["plugin"].string() == "more-tools");
    BOOST_TEST((*started[1])["plugin"].string() == "sample-tools");
}

BOOST_AUTO_TEST_CASE(a_plugin_that_cannot_list_its_tools_stops_the_run_before_it_begins)
{
    world w("openai", {}, "", "{ plugin: no-tools }");
    const ending end = run(w.here.json_run());
    BOOST_TEST(end.status != 0);
    BOOST_TEST(has(end.err, "the tool 'has blanks' has a name that models cannot call"), end.err);
    BOOST_TEST(w.requests() == 0u);
    BOOST_TEST(w.here.journals().empty());
}

BOOST_AUTO_TEST_CASE(people_see_a_line_for_each_call)
{
    world w("openai", {{{"a", "repeat", R"({"text":"x"})"}, {"b", "note", R"({"text":"x"})"}}});
    const ending end = run(w.here.run_command());
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(has(end.err, "tool    worker: repeat ok in "), end.err);
    BOOST_TEST(has(end.err, "denied  worker: note: the definition of agent 'worker' lists no tools, so it gets those that change nothing (allowlist)"), end.err);
}

BOOST_AUTO_TEST_SUITE_END()
