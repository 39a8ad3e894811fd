#include "plugins/cli/claude_output.hpp"

#include "tests/plugins/cli/decoding.hpp"

#include <boost/test/unit_test.hpp>

using decoded = codexflow::test::decoded<codexflow::cli::claude_output>;

namespace {

const std::string init =
    R"({"type":"system","subtype":"init","cwd":"/p","session_id":"s-1","tools":["Bash"],"model":"claude-x-1"})"
    "\n";

std::string said(const std::string& block, const std::string& id = "m1", const std::string& parent = "null")
{
    return R"({"type":"assistant","message":{"id":")" + id +
           R"(","role":"assistant","model":"claude-x-1","content":[)" + block +
           R"(],"stop_reason":null},"parent_tool_use_id":)" + parent + ",\"session_id\":\"s-1\"}\n";
}

std::string text(const std::string& words) { return R"({"type":"text","text":")" + words + "\"}"; }

std::string event(const std::string& members)
{
    return R"({"type":"stream_event","session_id":"s-1","parent_tool_use_id":null,"event":{)" + members +
           "}}\n";
}

const std::string tool = R"({"type":"tool_use","id":"t1","name":"Bash","input":{"command":"ls"}})";
const std::string result =
    R"({"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"file"}]}})"
    "\n";
const std::string success =
    R"({"type":"result","subtype":"success","is_error":false,"duration_ms":5,"num_turns":2,"result":"Done.","session_id":"s-1",
 "total_cost_usd":0.0125,"usage":{"input_tokens":4,"cache_creation_input_tokens":10,"cache_read_input_tokens":100,"output_tokens":7}})";

std::string one_line(std::string json)
{
    for (char& c : json)
        c = c == '\n' ? ' ' : c;
    return json + "\n";
}

} // namespace

BOOST_AUTO_TEST_SUITE(claude_stream_json)

BOOST_AUTO_TEST_CASE(a_conversation_with_its_own_tools)
{
    for (unsigned seed = 0; seed != 20; ++seed)
    {
        const decoded got(init + said(R"({"type":"thinking","thinking":"hm"})") + said(text("Let me look.")) +
                          said(tool) + result + said(text("Done."), "m2") + one_line(success), seed);
        BOOST_TEST(got.text == "Let me look.\n\nDone.");
        BOOST_TEST(got.reasoning == "hm\n[tool] Bash {\"command\":\"ls\"}\n");
        BOOST_TEST(got.output.error() == "");
        BOOST_TEST(got.output.fault() == "");
        BOOST_TEST(!got.output.truncated());
        BOOST_TEST(
            got.output.summary().document() ==
            R"({"finish":"stop","model":"claude-x-1","request_id":"s-1","usage":{"input_tokens":114,"output_tokens":7,"cached_tokens":100},"cost_usd":0.0125})");
    }
}

BOOST_AUTO_TEST_CASE(pieces_are_not_said_twice)
{
    const std::string streamed =
        init + event(R"("type":"message_start","message":{"id":"m1"})") +
        event(R"("type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""})") +
        event(R"("type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"})") +
        said(R"({"type":"thinking","thinking":"hm"})") +
        event(R"("type":"content_block_start","index":1,"content_block":{"type":"text","text":""})") +
        event(R"("type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Do"})") +
        event(R"("type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"ne."})") +
        said(text("Done.")) + event(R"("type":"message_stop")");
    BOOST_TEST(decoded(streamed + one_line(success)).text == "Done.");
    BOOST_TEST(decoded(streamed + one_line(success)).reasoning == "hm");
    const decoded more(streamed + said(text("More."), "m2") + one_line(success)); // one that was not streamed
    BOOST_TEST(more.text == "Done.\n\nMore.");
}

BOOST_AUTO_TEST_CASE(the_result_speaks_when_nothing_else_did)
{
    BOOST_TEST(decoded(init + one_line(success)).text == "Done.");
}

BOOST_AUTO_TEST_CASE(sub_agents_are_not_the_answer)
{
    const decoded got(init + said(text("inner"), "m9", "\"t1\"") + said(text("outer")) + one_line(success));
    BOOST_TEST(got.text == "outer");
}

BOOST_AUTO_TEST_CASE(a_reported_failure)
{
    const decoded plain(R"({"type":"result","subtype":"success","is_error":true,"result":"Invalid API key"})"
                        "\n");
    BOOST_TEST(plain.output.error() == "Invalid API key");
    BOOST_TEST(plain.text == "");
    const decoded turns(R"({"type":"result","subtype":"error_max_turns","is_error":false})"
                        "\n");
    BOOST_TEST(turns.output.error() == "error_max_turns");
    const decoded list(
        R"({"type":"result","subtype":"error_during_execution","is_error":true,"errors":["it broke"]})"
        "\n");
    BOOST_TEST(list.output.error() == "it broke");
}

BOOST_AUTO_TEST_CASE(an_answer_cut_short)
{
    BOOST_TEST(decoded(init + said(text("Let me"))).output.truncated());
    BOOST_TEST(decoded("").output.truncated());
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_told_once_and_the_rest_is_read)
{
    const decoded got("Error: no such option\n" + init + "again\n" + one_line(success));
    BOOST_TEST(got.output.fault() == "a line is not a JSON object: Error: no such option");
    BOOST_TEST(!got.output.truncated());
    BOOST_TEST(decoded(std::string(500, 'x')).output.fault().size() < 250U);
}

BOOST_AUTO_TEST_CASE(an_unknown_line_is_passed_over)
{
    const decoded got(init + "{\"type\":\"new_thing\",\"x\":[1]}\n{}\n" + said(text("ok")) +
                      one_line(success));
    BOOST_TEST(got.text == "ok");
    BOOST_TEST(got.output.fault() == "");
}

BOOST_AUTO_TEST_CASE(halves_of_a_character_are_joined)
{
    const decoded got(event(R"("type":"content_block_delta","delta":{"type":"text_delta","text":"\ud83c"})") +
                      event(R"("type":"content_block_delta","delta":{"type":"text_delta","text":"\udf0d"})") +
                      one_line(success));
    BOOST_TEST(got.text == "\xF0\x9F\x8C\x8D");
}

BOOST_AUTO_TEST_SUITE_END()
