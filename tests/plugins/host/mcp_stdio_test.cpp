// The plugin "mcp" as it is shipped, through the boundary, with a server that is a program and mostly misbehaves.
// The numbers are those of the checklist of wire formats.
#include "tests/plugins/host/mcp_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <string>

using codexflow::cancel_reason;
using codexflow::cancel_source;
using codexflow::test::mcp_fixture;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

} // namespace

BOOST_FIXTURE_TEST_SUITE(mcp_stdio, mcp_fixture)

BOOST_AUTO_TEST_CASE(c82_greets_lists_and_calls)
{
    open(program({"--pages"}));
    BOOST_TEST(list() == "mcp__s__echo:once mcp__s__wait:once mcp__s__die:once mcp__s__big:once mcp__s__garbage:once "
                         "mcp__s__flood:once mcp__s__ask:once mcp__s__steps:once mcp__s__strange:once mcp__s__change:once "
                         "mcp__s__refuse:once mcp__s__close_stdin:once");
    BOOST_TEST(call("echo", R"({"text":"h\u00e9llo \ud83c\udf0d"})") == "h\xC3\xA9llo \xF0\x9F\x8C\x8D");
    BOOST_TEST(call("nothing") == "failed: no such tool: mcp__s__nothing");
    BOOST_TEST(call("refuse") == "error: the MCP server 's' refuses the call: no such argument (error -32602)");
    const auto told = heard();
    BOOST_REQUIRE(told.size() > 3u);
    BOOST_TEST(told[1] == "initialize");
    BOOST_TEST(told[2] == "notifications/initialized");
    BOOST_TEST(heard("tools/list") == 12u); // a page each
    BOOST_TEST(logged("definitions pinned in"));
}

BOOST_AUTO_TEST_CASE(nothing_starts_before_it_is_asked_for)
{
    open(program({}));
    settle();
    BOOST_TEST(heard().empty());
    close();
    BOOST_TEST(heard().empty());
}

BOOST_AUTO_TEST_CASE(c82_progress_and_requests_of_the_server)
{
    open(program({}, R"("roots":["/src/a b"])"));
    list();
    BOOST_TEST(call("steps") == "done");
    BOOST_TEST(call("ask") == R"(0:{} 1:{"roots":[{"uri":"file:///src/a%20b"}]} 2:-32601 )");
}

BOOST_AUTO_TEST_CASE(c82_many_calls_at_once_find_their_answers)
{
    open(program({}));
    list();
    constexpr std::size_t count = 50;
    std::vector<std::optional<std::string>> answers(count);
    cancel_source scope;
    for (std::size_t i = 0; i != count; ++i)
        begin_call("mcp__s__echo", R"({"text":")" + std::to_string(i) + "\"}", scope, answers[i]);
    run_until([&] { return std::all_of(answers.begin(), answers.end(), [](const auto& a) { return a.has_value(); }); });
    for (std::size_t i = 0; i != count; ++i)
        BOOST_TEST(*answers[i] == std::to_string(i));
}

BOOST_AUTO_TEST_CASE(c82_a_call_that_is_stopped_is_told_and_the_next_one_works)
{
    for (const cancel_reason why : {cancel_reason::deadline, cancel_reason::interrupted})
    {
        if (tools == nullptr)
        {
            open(program({}));
            list();
        }
        std::optional<std::string> answer;
        cancel_source scope;
        const std::size_t waiting = heard("waiting") + 1;
        begin_call("mcp__s__wait", "{}", scope, answer);
        run_until_seen([&] { return heard("waiting") == waiting; });
        scope.cancel(why);
        run_until([&] { return answer.has_value(); });
        BOOST_TEST(has(*answer, "failed: "));
        BOOST_TEST(call("echo", R"({"text":"still here"})") == "still here");
    }
    const auto told = heard();
    BOOST_TEST(std::count_if(told.begin(), told.end(), [](const std::string& l) { return l.starts_with("notifications/cancelled "); }) == 2);
    BOOST_TEST(services.left_behind == 0u);
}

BOOST_AUTO_TEST_CASE(c82_the_end_is_polite_then_not)
{
    open(program({}));
    list();
    close();
    BOOST_TEST(heard("eof") == 1u); // its stdin was closed, and that was enough

    mcp_fixture other;
    other.open(other.program({"--stubborn"}));
    other.list();
    const pid_t pid = std::atoi(other.heard().front().substr(6).c_str());
    BOOST_TEST(::kill(pid, 0) == 0);
    other.close();
    BOOST_TEST(other.heard("eof") == 1u);
    other.run_until_seen([&] { return ::kill(pid, 0) != 0; });
}

BOOST_AUTO_TEST_CASE(c83_garbage_stray_answers_and_a_flood_of_stderr)
{
    open(program({}));
    list();
    BOOST_TEST(call("garbage") == "done");
    BOOST_TEST(logged("it sent a line that is not JSON: Server is listening..."));
    BOOST_TEST(logged("not JSON: \xEF\xBF\xBD[31mred")); // no colours on anybody's terminal
    BOOST_TEST(call("strange") == "done");
    BOOST_TEST(logged("it sent an answer to the unknown id 4711"));
    BOOST_TEST(call("flood") == "done"); // 1 MiB, which would fill the pipe
    BOOST_TEST(call("echo", R"({"text":"x"})") == "x");
    BOOST_TEST(log.size() < 250u);
    BOOST_TEST(logged("so much that the rest is not written here"));
}

BOOST_AUTO_TEST_CASE(c83_a_result_of_8_megabytes_and_one_beyond_the_limit)
{
    open(program({}));
    list();
    const std::string big = call("big", R"({"bytes":8388608})");
    BOOST_TEST(big.size() == 8388608u);
    BOOST_TEST(has(call("big", R"({"bytes":17000000})"), "longer than the limit"));
    BOOST_TEST(call("echo", R"({"text":"again"})") == "again"); // in a new one
}

BOOST_AUTO_TEST_CASE(c83_a_server_that_dies_is_started_once_more)
{
    open(program({}));
    list();
    BOOST_TEST(call("die") == "failed: the MCP server 's': it ended with exit code 3; the last it said on stderr: "
                              "out of memory\nI give up");
    BOOST_TEST(call("echo", R"({"text":"back"})") == "back");
    BOOST_TEST(heard("initialize") == 2u);
    BOOST_TEST(has(call("die"), "exit code 3"));
    BOOST_TEST(has(call("echo"), "failed: the MCP server 's': it ended with exit code 3")); // no third time
    BOOST_TEST(heard("initialize") == 2u);
    close();
}

BOOST_AUTO_TEST_CASE(c83_a_server_that_does_not_listen_any_more)
{
    open(program({}));
    list();
    std::optional<std::string> first;
    cancel_source scope;
    begin_call("mcp__s__close_stdin", "{}", scope, first);
    run_until_seen([&] { return heard("deaf") == 1u; });
    const std::string second = call("echo", R"({"text":")" + std::string(200'000, 'x') + "\"}");
    run_until([&] { return first.has_value(); });
    BOOST_TEST(has(*first, "it was ended by signal 15"));
    BOOST_TEST(has(second, "it was ended by signal 15"));
}

BOOST_AUTO_TEST_CASE(a_server_that_cannot_be_had_says_why)
{
    open(program({"--exit", "9"}, R"("env":{"MCP_TEST_WORD":"the word"})"));
    BOOST_TEST(list() == "failed: the MCP server 's': it ended with exit code 9; the last it said on stderr: cannot start: the word");

    mcp_fixture missing;
    missing.open(R"({"server":"s","command":"no-such-program-at-all","pins":")" + (missing.dir / "p").string() + "\"}");
    BOOST_TEST(has(missing.list(), "failed: the MCP server 's': "));
    BOOST_TEST(has(missing.list(), "no-such-program-at-all"));

    mcp_fixture silent;
    silent.open(silent.program({"--silent"}, R"("start_timeout":0.2)"));
    BOOST_TEST(silent.list() == "failed: the MCP server 's': it did not answer initialize within 200 ms");

    mcp_fixture newer;
    newer.open(newer.program({"--revision", "2026-07-28"}));
    BOOST_TEST(has(newer.list(), "it speaks the revision '2026-07-28' of MCP"));

    mcp_fixture without;
    without.open(without.program({"--no-tools"}));
    BOOST_TEST(without.list() == "failed: the MCP server 's': it has no tools");
}

BOOST_AUTO_TEST_CASE(an_optional_one_is_a_warning)
{
    open(program({"--exit", "9"}, R"("optional":true)"));
    BOOST_TEST(list() == "");
    BOOST_TEST(logged("exit code 9"));
    BOOST_TEST(logged("its tools are left out, as it is optional"));
}

BOOST_AUTO_TEST_CASE(older_revisions_are_spoken)
{
    open(program({"--revision", "2024-11-05"}));
    BOOST_TEST(has(list(), "mcp__s__echo"));
    BOOST_TEST(call("echo", R"({"text":"old"})") == "old");
}

BOOST_AUTO_TEST_CASE(a_changed_definition_is_refused_until_its_pin_is_removed)
{
    open(program({}));
    list();
    close();
    const std::string pinned = codexflow::test::read_file(dir / "pins.json");
    BOOST_TEST(has(pinned, "\n\"echo\":{\"digest\":\"sha256:"));

    mcp_fixture later;
    std::filesystem::copy_file(dir / "pins.json", later.dir / "pins.json");
    later.open(later.program({"--description", "Says it again; also to evil.example."}));
    const std::string tools_now = later.list();
    BOOST_TEST(!has(tools_now, "mcp__s__echo"));
    BOOST_TEST(has(tools_now, "mcp__s__big"));
    BOOST_TEST(later.logged("the tool 'echo' is refused: the server defines it otherwise than it is pinned in"));
    BOOST_TEST(later.logged("description: \"Says it again.\" -> \"Says it again; also to evil.example.\""));
    BOOST_TEST(later.call("echo") == "failed: no such tool: mcp__s__echo");
    BOOST_TEST(codexflow::test::read_file(later.dir / "pins.json") == pinned);

    mcp_fixture accepted;
    std::string without = pinned;
    const auto line = without.find("\"echo\":{");
    without.erase(line, without.find('\n', line) + 1 - line);
    accepted.dir.write("pins.json", without);
    accepted.open(accepted.program({"--description", "Says it again; also to evil.example."}));
    BOOST_TEST(has(accepted.list(), "mcp__s__echo"));
}

BOOST_AUTO_TEST_CASE(a_definition_that_changes_during_the_run_is_refused)
{
    open(program({}));
    list();
    BOOST_TEST(call("echo", R"({"text":"x"})") == "x");
    BOOST_TEST(call("change") == "done");
    const std::string answer = call("echo", R"({"text":"x"})");
    BOOST_TEST(has(answer, "error: The call was not made: the server has changed its definition since it was offered: description: "));
    BOOST_TEST(call("big", R"({"bytes":3})") == "xxx");
}

BOOST_AUTO_TEST_CASE(without_leave_to_pin_nothing_new_is_offered)
{
    open(program({}, R"("pin_new":"refuse")"));
    BOOST_TEST(list() == "");
    BOOST_TEST(logged("the tool 'echo' is refused: it is not pinned in"));
    BOOST_TEST(!std::filesystem::exists(dir / "pins.json"));
}

BOOST_AUTO_TEST_CASE(a_broken_file_of_pins_is_no_empty_one)
{
    dir.write("pins.json", "{}");
    open(program({}));
    BOOST_TEST(has(list(), "pins.json: the pinned tools cannot be read: it is not a file of pinned tools, version 1"));
}

BOOST_AUTO_TEST_CASE(effects_are_the_users_word_before_the_servers)
{
    open(program({}, R"("only":["echo","big","none-such"],"effects":{"big":"idempotent"})"));
    BOOST_TEST(list() == "mcp__s__echo:once mcp__s__big:idempotent");
    BOOST_TEST(logged("'only' names the tool 'none-such', which the server does not have"));

    mcp_fixture trusting;
    trusting.open(trusting.program({}, R"("only":["echo","big"],"trust_annotations":true)"));
    BOOST_TEST(trusting.list() == "mcp__s__echo:none mcp__s__big:once");
}

BOOST_AUTO_TEST_CASE(settings_that_do_not_fit_are_refused_when_it_is_made)
{
    open("{}");
    BOOST_TEST(has(refusal, "an MCP server has no name"));
}

BOOST_AUTO_TEST_SUITE_END()
