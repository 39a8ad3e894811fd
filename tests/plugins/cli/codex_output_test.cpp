#include "plugins/cli/codex_output.hpp"

#include "tests/plugins/cli/decoding.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>

using decoded = codexflow::test::decoded<codexflow::cli::codex_output>;

namespace {

std::string lines(std::initializer_list<std::string_view> of)
{
    std::string all;
    for (const std::string_view line : of)
        (all += line) += '\n';
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(codex_json)

BOOST_AUTO_TEST_CASE(the_first_form)
{
    const std::string bytes = lines({
        R"({"model":"gpt-x","provider":"openai","workdir":"/p","sandbox":"read-only"})",
        R"({"prompt":"list the files"})",
        R"({"id":"0","msg":{"type":"task_started","model_context_window":1000}})",
        R"({"id":"0","msg":{"type":"agent_reasoning","text":"I should look."}})",
        R"({"id":"0","msg":{"type":"agent_reasoning_section_break"}})",
        R"({"id":"0","msg":{"type":"exec_command_begin","call_id":"c","command":["bash","-lc","ls"],"cwd":"/p"}})",
        R"({"id":"0","msg":{"type":"exec_command_output_delta","call_id":"c","stream":"stdout","chunk":[97,10]}})",
        R"({"id":"0","msg":{"type":"exec_command_end","call_id":"c","stdout":"a\n","exit_code":0}})",
        R"({"id":"0","msg":{"type":"token_count","input_tokens":50,"cached_input_tokens":20,"output_tokens":6,"reasoning_output_tokens":2,"total_tokens":56}})",
        R"({"id":"0","msg":{"type":"agent_message","message":"There is one: a."}})",
        R"({"id":"0","msg":{"type":"token_count","input_tokens":90,"cached_input_tokens":40,"output_tokens":12,"reasoning_output_tokens":4,"total_tokens":102}})",
    });
    for (unsigned seed = 0; seed != 20; ++seed)
    {
        const decoded got(bytes, seed);
        BOOST_TEST(got.text == "There is one: a.");
        BOOST_TEST(got.reasoning == "I should look.\n[tool] bash -lc ls\n");
        BOOST_TEST(got.output.error() == "");
        BOOST_TEST(!got.output.truncated());
        BOOST_TEST(
            got.output.summary().document() ==
            R"({"finish":"stop","model":"gpt-x","usage":{"input_tokens":90,"output_tokens":12,"reasoning_tokens":4,"cached_tokens":40}})");
    }
}

BOOST_AUTO_TEST_CASE(the_first_form_with_deltas)
{
    const decoded got(lines(
        {R"({"id":"0","msg":{"type":"agent_reasoning_delta","delta":"hm"}})",
         R"({"id":"0","msg":{"type":"agent_reasoning","text":"hm"}})",
         R"({"id":"0","msg":{"type":"agent_message_delta","delta":"On"}})",
         R"({"id":"0","msg":{"type":"agent_message_delta","delta":"e"}})",
         R"({"id":"0","msg":{"type":"agent_message","message":"One"}})",
         R"({"id":"0","msg":{"type":"agent_message","message":"Two"}})",
         R"({"id":"0","msg":{"type":"token_count","info":{"total_token_usage":{"input_tokens":5,"output_tokens":1}}}})",
         R"({"id":"0","msg":{"type":"task_complete","last_agent_message":"Two"}})"}));
    BOOST_TEST(got.text == "One\n\nTwo");
    BOOST_TEST(got.reasoning == "hm\n");
    BOOST_TEST(got.output.summary().input_tokens.value_or(0) == 5U);
}

BOOST_AUTO_TEST_CASE(the_form_of_threads_turns_and_items)
{
    const std::string bytes = lines({
        R"({"type":"thread.started","thread_id":"th_1"})",
        R"({"type":"turn.started"})",
        R"({"type":"item.completed","item":{"id":"item_0","type":"reasoning","text":"**Looking**"}})",
        R"({"type":"item.started","item":{"id":"item_1","type":"command_execution","command":"bash -lc ls","aggregated_output":"","exit_code":null,"status":"in_progress"}})",
        R"({"type":"item.completed","item":{"id":"item_1","type":"command_execution","command":"bash -lc ls","aggregated_output":"a\n","exit_code":0,"status":"completed"}})",
        R"({"type":"item.started","item":{"id":"item_2","type":"mcp_tool_call","server":"docs","tool":"find","status":"in_progress"}})",
        R"({"type":"item.completed","item":{"id":"item_3","type":"file_change","changes":[{"path":"a.txt","kind":"add"}],"status":"completed"}})",
        R"({"type":"item.completed","item":{"id":"item_4","type":"web_search","query":"weather"}})",
        R"({"type":"item.updated","item":{"id":"item_5","type":"todo_list","items":[]}})",
        R"({"type":"item.completed","item":{"id":"item_6","type":"agent_message","text":"Looking."}})",
        R"({"type":"item.completed","item":{"id":"item_7","item_type":"assistant_message","text":"There is one: a."}})",
        R"({"type":"turn.completed","usage":{"input_tokens":90,"cached_input_tokens":40,"output_tokens":12}})",
    });
    for (unsigned seed = 0; seed != 20; ++seed)
    {
        const decoded got(bytes, seed);
        BOOST_TEST(got.text == "Looking.\n\nThere is one: a.");
        BOOST_TEST(
            got.reasoning ==
            "**Looking**\n[tool] bash -lc ls\n[tool] docs.find\n[change] add a.txt\n[search] weather\n");
        BOOST_TEST(!got.output.truncated());
        BOOST_TEST(
            got.output.summary().document() ==
            R"({"finish":"stop","request_id":"th_1","usage":{"input_tokens":90,"output_tokens":12,"cached_tokens":40}})");
    }
}

BOOST_AUTO_TEST_CASE(failures_are_told)
{
    BOOST_TEST(decoded(R"({"type":"turn.failed","error":{"message":"usage limit"}})").output.error() ==
               "usage limit");
    BOOST_TEST(decoded(R"({"type":"error","message":"no stream"})").output.error() == "no stream");
    BOOST_TEST(decoded(R"({"id":"1","msg":{"type":"error","message":"broke"}})").output.error() == "broke");
    BOOST_TEST(decoded(R"({"id":"1","msg":{"type":"turn_aborted","reason":"interrupted"}})").output.error() ==
               "the turn was aborted: interrupted");
}

BOOST_AUTO_TEST_CASE(an_error_that_was_overcome_is_none)
{
    const decoded got(
        lines({R"({"type":"turn.started"})", R"({"type":"error","message":"Reconnecting... 1/5"})",
               R"({"type":"item.completed","item":{"type":"agent_message","text":"ok"}})",
               R"({"type":"turn.completed","usage":{}})"}));
    BOOST_TEST(got.output.error() == "");
    BOOST_TEST(got.text == "ok");
}

BOOST_AUTO_TEST_CASE(a_turn_cut_short)
{
    BOOST_TEST(decoded(lines({R"({"type":"turn.started"})"})).output.truncated());
    BOOST_TEST(!decoded("").output.truncated());
}

BOOST_AUTO_TEST_SUITE_END()
