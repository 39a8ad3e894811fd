#include "cli/log_filter.hpp"
#include "cli/log_tail.hpp"
#include "cli/render/log_text.hpp"

#include "engine/base/clock.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using namespace codexflow;
using namespace codexflow::cli;

namespace {

const std::string data = std::string(CODEXFLOW_SHARED_DIR) + "/data/codex-flow/";

/// What is printed of @p lines.
std::vector<std::string> printed(const std::vector<std::string>& lines, log_filter filter = {}, bool json = false)
{
    std::vector<std::string> out;
    log_printer printer(std::move(filter), json, false, [&out](std::string line) { out.push_back(std::move(line)); });
    for (const std::string& line : lines)
        printer.take(line);
    printer.finish();
    return out;
}

std::string one(const std::string& line) { return printed({line}).at(0); }

std::string chunk(const std::string& task, const std::string& text, const std::string& channel = "text")
{
    return R"({"kind":"chunk","ts":"2026-01-02T03:04:05.678Z","task_id":")" + task + R"(","channel":")" + channel + R"(","text":")" +
           text + "\"}";
}

} // namespace

BOOST_AUTO_TEST_SUITE(log_view)

BOOST_AUTO_TEST_CASE(both_names_of_a_member_say_the_same)
{
    const std::string expected = "2026-01-02 03:04:05.678  task_complete     coder-1 (backend)  ok in 88 ms, 1+2 tokens\n";
    BOOST_TEST(one(R"({"ts":"2026-01-02T03:04:05.678Z","kind":"task_complete","alias":"backend","agentId":"coder",)"
                   R"("taskId":"coder-1","ok":true,"ms":88,"usage":{"inputTokens":1,"outputTokens":2}})") == expected);
    BOOST_TEST(one(R"({"kind":"task_complete","seq":7,"ts":"2026-01-02T03:04:05.678Z","run_id":"r","task_id":"coder-1",)"
                   R"("alias":"backend","agent_id":"coder","ok":true,"ms":88,"usage":{"input_tokens":1,"output_tokens":2}})") ==
               expected);
}

BOOST_AUTO_TEST_CASE(each_kind_says_what_matters)
{
    const std::pair<std::string, std::string> samples[] = {
        {R"("kind":"task_error","error":{"code":"unavailable","message":"gone"},"ms":7)", "task_error        unavailable after 7 ms: gone\n"},
        {R"("kind":"tool_end","tool":"shell","outcome":"denied","ok":false,"ms":1)", "tool_end          shell denied in 1 ms\n"},
        {R"("kind":"retry","asked":"local","message":"HTTP 500")", "retry             local: HTTP 500\n"},
        {R"("kind":"failover","from":"a","to":"b","message":"m")", "failover          from a to b: m\n"},
        {R"("kind":"policy_violation","alias":"x","detail":"strict-tools","disallowed":["a"])", "policy_violation  x  strict-tools\n"},
        {R"("kind":"notice","level":"warning","source":"engine","text":"look\u001b[2J")", "notice            warning: engine: look [2J\n"},
        {R"("kind":"applied_patches","dir":"scaffold","files":[{"path":"a","bytes":1}])", "applied_patches   1 file in scaffold\n"},
        {R"("kind":"run_complete","verdict":"failed","reason":"r","exit_code":1,"ms":5,"tasks":{"total":2,"ok":1},"ok":false)",
         "run_complete      failed, exit code 1: 1 of 2 tasks ok in 5 ms (r)\n"},
        {R"("kind":"later_kind","seq":1,"thing":{"a":1})", "later_kind        thing={\"a\":1}\n"},
    };
    for (const auto& [members, text] : samples)
        BOOST_TEST(one(R"({"ts":"2026-01-02T03:04:05.678Z",)" + members + '}') == "2026-01-02 03:04:05.678  " + text);
}

BOOST_AUTO_TEST_CASE(what_is_said_in_pieces_comes_line_by_line)
{
    const auto lines = printed({chunk("a", "one "), chunk("b", "other"), chunk("a", "line\\ntwo"), chunk("a", "hm", "reasoning"),
                                R"({"kind":"task_complete","ts":"2026-01-02T03:04:06.000Z","task_id":"a","ok":true,"ms":1})"});
    BOOST_TEST_REQUIRE(lines.size() == 4U);
    BOOST_TEST(lines[0] == "2026-01-02 03:04:05.678  text              a  | one line\n");
    BOOST_TEST(lines[1] == "2026-01-02 03:04:05.678  text              a  | two\n");
    BOOST_TEST(lines[2].find("task_complete") != std::string::npos);
    BOOST_TEST(lines[3] == "2026-01-02 03:04:05.678  text              b  | other\n");
}

BOOST_AUTO_TEST_CASE(filters_choose_by_kind_task_and_time)
{
    const std::vector<std::string> lines{
        R"({"ts":"2026-01-01T00:00:00.000Z","kind":"task_started","taskId":"a"})",
        R"({"ts":"2026-01-02T00:00:00.000Z","kind":"plan_generated"})",
        R"({"ts":"2026-01-03T00:00:00.000Z","kind":"task_started","taskId":"b"})", chunk("a", "words")};
    BOOST_TEST(printed(lines, {{"plan"}, "", {}}).size() == 1U);
    BOOST_TEST(printed(lines, {{"plan_generated", "task_started"}, "", {}}).size() == 3U);
    BOOST_TEST(printed(lines, {{}, "a", {}}).size() == 2U);
    BOOST_TEST(printed(lines, {{}, "", *parse_iso_time("2026-01-02T02:00")}).size() == 2U);
    BOOST_TEST(printed(lines, {{"task_started"}, "", {}}, true).at(1) == lines[2] + '\n');
}

BOOST_AUTO_TEST_CASE(the_end_of_a_log_is_read_over_the_files_that_were_put_aside)
{
    const test::temp_dir folder;
    const auto line = [](int n) { return R"({"kind":"k","ts":"2026-01-0)" + std::to_string(n) + R"(T00:00:00.000Z","n":)" + std::to_string(n) + "}\n"; };
    folder.write("log.2", line(1) + line(2));
    folder.write("log.1", line(3) + "no event\n" + line(4));
    const auto file = folder.write("log", line(5) + line(6) + "{\"kind\":\"to");
    const auto tail = read_log_tail(file, {}, 4);
    BOOST_TEST_REQUIRE(tail.has_value());
    BOOST_TEST_REQUIRE(tail->lines.size() == 4U);
    BOOST_TEST(tail->lines[0] + '\n' == line(3));
    BOOST_TEST(tail->lines[3] + '\n' == line(6));
    BOOST_TEST(tail->end == 2 * line(5).size());
    BOOST_TEST(tail->unreadable == 2U);
    BOOST_TEST(read_log_tail(file, {}, no_bound)->lines.size() == 6U);
    BOOST_TEST(read_log_tail(file, {{}, "", *parse_iso_time("2026-01-05")}, no_bound)->lines.size() == 2U);
    BOOST_TEST(!read_log_tail(folder / "none", {}, 4)->there);
}

BOOST_AUTO_TEST_CASE(all_events_of_the_original_are_read)
{
    if (!std::filesystem::exists(data))
    {
        BOOST_TEST_MESSAGE("SKIPPED: there is no " + data);
        return;
    }
    std::map<std::string, int> kinds;
    std::size_t count = 0;
    for (const char* name : {"events.jsonl", "events.24d1d87.jsonl", "events.dfecc91.jsonl"})
    {
        const auto tail = read_log_tail(data + "data/logs/" + name, {}, no_bound);
        BOOST_TEST_REQUIRE(tail.has_value());
        BOOST_TEST(tail->unreadable == 0U);
        count += tail->lines.size();
        for (const std::string& line : tail->lines)
        {
            const std::string text = one(line);
            BOOST_TEST(text.size() > 30U, text);
            ++kinds[std::string(parsed_json::parse(line)->root().text("kind"))];
        }
    }
    BOOST_TEST(count == 103U);
    BOOST_TEST(kinds["task_started"] == 30);
    BOOST_TEST(kinds["telemetry"] == 30);
    BOOST_TEST(kinds["decomposer_generated"] == 3); // which nobody here writes
}

BOOST_AUTO_TEST_SUITE_END()
