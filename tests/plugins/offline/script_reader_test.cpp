#include "plugins/offline/script_reader.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace codexflow;
using namespace codexflow::offline;

namespace {

/// The message of the fault in @p text.
std::string fault(std::string_view text)
{
    try
    {
        read_script(text, "s.yaml");
    }
    catch (const failure& f)
    {
        BOOST_TEST(f.status() == CFLOW_E_INVALID);
        return f.what();
    }
    return "none";
}

} // namespace

BOOST_AUTO_TEST_SUITE(offline_script)

BOOST_AUTO_TEST_CASE(everything_a_script_can_say)
{
    const script made = read_script(R"(
version: 1
preamble: "script: "
words_per_fragment: 2
first_delay_ms: 5
fragment_delay_ms: 7
usage: words
replies:
  - when: {agent: a, agent_regex: '^a', text: t, text_regex: 't+', model: m, turn: 2}
    reasoning: one two three
    text: [all, "of ", it]
    tool_calls:
      - {name: read, arguments: {path: x, n: 1.0, s: "1", deep: [true, null, no]}}
      - {id: c7, name: stop, arguments: '{"broken":'}
      - {name: none}
    usage: {input_tokens: 3, output_tokens: 4, reasoning_tokens: 1, cached_tokens: 2}
    first_delay_ms: 0
  - sequence:
      - error: {kind: rate_limited, message: slow down, http_status: 429, retry_after_ms: 10, retryable: true, after_fragments: 1}
        text: a b c
      - {text: ok, finish: length, refusal: never}
)",
                                    "s.yaml");
    BOOST_TEST(made.name == "s.yaml");
    BOOST_REQUIRE(made.rules.size() == 2U);
    const condition& when = made.rules[0].when;
    BOOST_TEST(when.agent == "a");
    BOOST_TEST(when.agent_regex->source() == "^a");
    BOOST_TEST(when.text == "t");
    BOOST_TEST(when.text_regex->source() == "t+");
    BOOST_TEST(when.model == "m");
    BOOST_TEST(when.turn.value() == 2U);

    const reply& first = made.rules[0].replies.at(0);
    const std::vector<std::string> reasoning{"one two ", "three"};
    const std::vector<std::string> text{"script: ", "all", "of ", "it"};
    BOOST_TEST(first.reasoning == reasoning, boost::test_tools::per_element());
    BOOST_TEST(first.text == text, boost::test_tools::per_element());
    BOOST_TEST(first.first_delay.count() == 0);
    BOOST_TEST(first.delay.count() == 7);
    BOOST_TEST(!first.usage.words);
    BOOST_TEST(first.usage.cached_tokens.value() == 2U);
    BOOST_REQUIRE(first.calls.size() == 3U);
    BOOST_TEST(first.calls[0].arguments == R"({"path":"x","n":1.0,"s":"1","deep":[true,null,"no"]})");
    BOOST_TEST(first.calls[1].id == "c7");
    BOOST_TEST(first.calls[1].arguments == "{\"broken\":");
    BOOST_TEST(first.calls[2].arguments == "{}");

    BOOST_REQUIRE(made.rules[1].replies.size() == 2U);
    const reply& failing = made.rules[1].replies[0];
    BOOST_REQUIRE(failing.error.has_value());
    BOOST_TEST(failing.error->kind == "rate_limited");
    BOOST_TEST(failing.error->http_status.value() == 429);
    BOOST_TEST(failing.error->retry_after_ms.value() == 10);
    BOOST_TEST(failing.error->retryable.value() == true);
    BOOST_TEST(failing.error->after_fragments == 1U);
    BOOST_TEST(failing.usage.words);
    BOOST_TEST(failing.first_delay.count() == 5);
    BOOST_TEST(made.rules[1].replies[1].finish == "length");
    BOOST_TEST(made.rules[1].replies[1].refusal == "never");
}

BOOST_AUTO_TEST_CASE(faults_have_a_place_and_a_near_name)
{
    BOOST_TEST(fault("replies:\n  - when: {agnt: x}\n    text: y\n") ==
               "s.yaml:2:12: unknown key 'agnt'; did you mean 'agent'?");
    BOOST_TEST(fault("replies:\n  - txt: y\n") == "s.yaml:2:5: unknown key 'txt'; did you mean 'text'?");
    BOOST_TEST(fault("replys:\n  - text: y\n") ==
               "s.yaml:1:1: unknown key 'replys'; did you mean 'replies'?");
    BOOST_TEST(
        fault("replies:\n  - sequence:\n      - {text: a, when: {turn: 1}}\n").starts_with("s.yaml:3:19: "));
    BOOST_TEST(fault("replies:\n  - text: a\n    text: b\n") ==
               "s.yaml:3:5: the key 'text' stands here twice");
    BOOST_TEST(fault("replies:\n  - text: a\n    fragment_delay_ms: soon\n") ==
               "s.yaml:3:24: 'fragment_delay_ms' is a whole number from 0 to 3600000, not 'soon'");
    BOOST_TEST(fault("replies:\n  - text: a\n    finish: stopp\n") ==
               "s.yaml:3:13: 'stopp' is no finish; did you mean 'stop'?");
    BOOST_TEST(fault("replies:\n  - error: {kind: rate_limit}\n") ==
               "s.yaml:2:19: 'rate_limit' is no kind; did you mean 'rate_limited'?");
    BOOST_TEST(fault("replies:\n  - when: {text_regex: '('}\n") ==
               "s.yaml:2:24: '(' is not a regular expression");
    BOOST_TEST(fault("replies:\n  - text: {a: b}\n") ==
               "s.yaml:2:11: 'text' is a text or a list of fragments");
    BOOST_TEST(fault("replies:\n  - tool_calls: [{arguments: {}}]\n") ==
               "s.yaml:2:18: a tool call needs a 'name'");
    BOOST_TEST(fault("replies:\n  - {text: a, words_per_fragment: 0}\n") ==
               "s.yaml:2:35: 'words_per_fragment' is at least 1");
    BOOST_TEST(fault("replies: []\n") == "s.yaml:1:10: 'replies' is a list of rules, at least one");
    BOOST_TEST(fault("replies:\n  - sequence: []\n").starts_with("s.yaml:2:5: 'sequence' is a list"));
    BOOST_TEST(
        fault("version: 2\nreplies: [{text: a}]\n").starts_with("s.yaml:1:10: this program knows version 1"));
    BOOST_TEST(fault("- a\n") == "s.yaml:1:1: a mapping is needed here");
    BOOST_TEST(fault("").starts_with("s.yaml: a mapping is needed here") == true);
    BOOST_TEST(fault("replies: [a, b\n").find("not YAML: ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there)
{
    BOOST_CHECK_EXCEPTION(read_script_file("/nowhere/s.yaml"), failure,
                          [](const failure& f) { return f.status() == CFLOW_E_NOT_FOUND; });
}

BOOST_AUTO_TEST_SUITE_END()
