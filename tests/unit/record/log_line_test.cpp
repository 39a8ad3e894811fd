#include "engine/record/log_line.hpp"

#include "engine/base/clock.hpp"
#include "engine/record/event_json.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <rapidjson/document.h>

#include <filesystem>
#include <sstream>
#include <string>

using namespace codexflow;

namespace {

const task_ref task{"coder-1", "backend", "coder", "local", "m"};

std::string logged(const event::payload& body, const task_ref* of = &task)
{
    std::string line;
    const std::string ts = iso_time(1'000'000);
    write_json({7, 1'000'000, of, body}, {"run-1", ts, 5}, line);
    return to_log_line(line);
}

} // namespace

BOOST_AUTO_TEST_SUITE(log_line_suite)

BOOST_AUTO_TEST_CASE(tasks_have_the_names_of_the_original)
{
    BOOST_TEST(logged(event::task_started{3}) ==
               R"({"ts":"1970-01-01T00:00:01.000Z","kind":"task_started","seq":7,"runId":"run-1","taskId":"coder-1",)"
               R"("alias":"backend","agentId":"coder","provider":"local","model":"m","waitedMs":3})" "\n");
    BOOST_TEST(logged(event::task_complete{88, "stop", {true, 1, 2}, "secret words", 2, "local"}) ==
               R"({"ts":"1970-01-01T00:00:01.000Z","kind":"task_complete","seq":7,"runId":"run-1","taskId":"coder-1",)"
               R"("alias":"backend","agentId":"coder","provider":"local","model":"m","ok":true,"ms":88,"finish":"stop",)"
               R"("usage":{"inputTokens":1,"outputTokens":2},"attempts":2,"answeredBy":"local"})" "\n");
}

BOOST_AUTO_TEST_CASE(what_models_and_tools_said_is_left_out)
{
    event::chunk piece;
    piece.text = "words";
    BOOST_TEST(logged(piece) == "");
    BOOST_TEST(logged(event::task_error{1, error(errc::unavailable, "gone"), {}, "half a word"}).find("half") == std::string::npos);
    BOOST_TEST(logged(event::tool_end{"call-1", "read", "ok", 3, "the content", "sha256:aa", 11}).find("content") == std::string::npos);
    BOOST_TEST(logged(event::tool_start{"call-1", "read", "files", "none", "{\"path\":1}"}).find("path") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(notices_count_from_a_warning_on)
{
    using level = event::notice::level;
    BOOST_TEST(logged(event::notice{level::info, "engine", "x"}, nullptr) == "");
    BOOST_TEST(logged(event::notice{level::warning, "engine", "look here"}, nullptr).find(R"("text":"look here")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_plan_tells_who_gets_how_many_tasks)
{
    const task_ref other{"tester-1", "tester", "tester", "local", ""};
    event::plan plan{"tasks.json", {{&task, "ask"}, {&other, "ask"}, {&task, "ask"}}, 4};
    const std::string line = logged(plan, nullptr);
    BOOST_TEST(line.find(R"("kind":"plan_generated")") != line.npos);
    BOOST_TEST(line.find(R"("items":[{"alias":"backend","agentId":"coder","tasks":2},{"alias":"tester","agentId":"tester","tasks":1}])") !=
               line.npos);
}

BOOST_AUTO_TEST_CASE(files_that_were_written_have_the_names_of_the_original)
{
    event::files_applied applied{"scaffold", false, {{&task, "a.cpp", "new", 7, true}}, {}};
    const std::string line = logged(applied, nullptr);
    BOOST_TEST(line.find(R"("kind":"applied_patches")") != line.npos);
    BOOST_TEST(line.find(R"("dir":"scaffold","dryRun":false,"files":[{"path":"a.cpp","status":"new","written":true,"bytes":7)") != line.npos);
}

BOOST_AUTO_TEST_CASE(unknown_kinds_come_through_and_what_is_no_event_does_not)
{
    BOOST_TEST(to_log_line(R"({"kind":"later_kind","seq":1,"ts":"t","some_thing":{"an_item":[1,2.5,null,true]}})") ==
               R"({"ts":"t","kind":"later_kind","seq":1,"someThing":{"anItem":[1,2.5,null,true]}})" "\n");
    for (const char* line : {"", "{", "7", "[]", "{}", R"({"kind":7})"})
        BOOST_TEST(to_log_line(line) == "", line);
}

BOOST_AUTO_TEST_CASE(long_texts_and_lists_are_cut_between_characters)
{
    std::string text;
    while (text.size() < 3 * log_text_bytes)
        text += "\u00e9";
    std::string items = "0";
    for (int i = 1; i != 250; ++i)
        items += ',' + std::to_string(i);
    const std::string line = to_log_line(R"({"kind":"k","ts":"t","reason":")" + text + R"(","things":[)" + items + "]}");
    BOOST_TEST(line.size() < 2 * log_text_bytes);
    rapidjson::Document parsed;
    parsed.Parse<rapidjson::kParseValidateEncodingFlag>(line.data(), line.size());
    BOOST_TEST_REQUIRE(!parsed.HasParseError());
    BOOST_TEST(parsed["things"].Size() == log_list_items);
    BOOST_TEST(parsed["thingsTotal"].GetInt() == 250);
    BOOST_TEST(std::string(parsed["reason"].GetString()).ends_with("\u00e9..."));
}

BOOST_AUTO_TEST_SUITE_END()
