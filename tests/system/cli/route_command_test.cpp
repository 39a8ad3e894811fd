#include "tests/support/owned_json.hpp"
#include "tests/system/cli/routing_project.hpp"
#include "tests/system/run/event_log.hpp"

using namespace codexflow;
using namespace codexflow::test;

namespace {

std::string digest_in(const std::string& text, const std::string& word)
{
    const auto at = text.find("\n" + word + " sha256:");
    BOOST_REQUIRE_MESSAGE(at != text.npos, text);
    return text.substr(at + 1, word.size() + 1 + 7 + 64);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(route_command, routing_project)

BOOST_AUTO_TEST_CASE(who_gets_it_and_why_in_one_line_each)
{
    const auto end = call({"route", "@tester and @coder, look at this"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.out == "tester     10  mention '@tester'\ncoder      10  mention '@coder'\n");
    BOOST_TEST(end.err == "");
}

BOOST_AUTO_TEST_CASE(every_rule_is_explained)
{
    const auto end = call({"route", "please @coder do it", "--explain"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"asked mentions; mentions decides\n", "coder     10  mention '@coder'\n",
                  "       +10  mention '@coder'\n", "        please @coder do it\n               ^^^^^^\n",
                  "did not match:\n", "mentions: tester mention '@tester': the text does not name it\n"});
    // The same on any machine: another folder, another order of the files of the configuration.
    const routing_project other;
    const auto again = other.call({"route", "please @coder do it", "--explain"});
    for (const char* word : {"rules", "input"})
        BOOST_TEST(digest_in(end.out, word) == digest_in(again.out, word));
    configure("[ { plugin: mentions, long: 60, coordinator: lead } ]");
    BOOST_TEST(digest_in(call({"route", "please @coder do it", "--explain"}).out, "rules") ==
               digest_in(end.out, "rules"));
    configure("[ { plugin: mentions, long: 61, coordinator: lead } ]");
    BOOST_TEST(digest_in(call({"route", "please @coder do it", "--explain"}).out, "rules") !=
               digest_in(end.out, "rules"));
}

BOOST_AUTO_TEST_CASE(what_matched_is_painted_where_there_is_colour)
{
    const auto end = call({"route", "please @coder do it", "--explain", "--color", "always"});
    has(end.out, {"please \x1b["});
    BOOST_TEST(end.out.find("^^^") == end.out.npos);
}

BOOST_AUTO_TEST_CASE(all_of_it_as_one_document)
{
    const auto end = call({"route", "@coder or @tester", "--top", "1", "--json"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(fault_under("route.schema.json", end.out) == "");
    const owned_json document(end.out);
    const auto root = document.root();
    BOOST_TEST(root["strategy"].string() == "mentions");
    BOOST_TEST(root["candidates"].size() == 1U);
    BOOST_TEST(root["candidates"][0]["agent"].string() == "tester");
    BOOST_TEST(root["candidates"][0]["evidence"][0]["span"][1].as_uint64().value() == 17U);
    BOOST_TEST(root["rejected"][0]["agent"].string() == "coder");
    has(std::string(root["rejected"][0]["reason"].string()), {"router.top is 1"});
    BOOST_TEST(root["tie_breaks"].size() != 0U);
}

BOOST_AUTO_TEST_CASE(the_text_may_come_from_a_pipe)
{
    const auto end = call({"route", "-"}, [](command& what) { what.input = "@lead: plan it\n"; });
    BOOST_TEST(end.out == "lead     10  mention '@lead'\n");
}

BOOST_AUTO_TEST_CASE(nobody_is_an_error_with_ways_out)
{
    write("codex/agents/keyed.codex.yaml",
          "version: 1\nagent: { id: keyed, name: K }\ntriggers: { keywords: [endpoint] }\n");
    const auto end = call({"route", "write an endpiont"});
    BOOST_TEST(end.status == 65);
    BOOST_TEST(end.out == "");
    has(end.err, {"codex-flow: error: no agent fits 'write an endpiont': asked mentions",
                  "near: the keyword 'endpoint' of keyed ('endpiont' in the text)",
                  "codex-flow route --explain", "codex-flow run -f"});
    const auto document = call({"route", "nobody", "--json"});
    BOOST_TEST(document.status == 65);
    BOOST_TEST(fault_under("route.schema.json", document.out) == "");
    BOOST_TEST(owned_json(document.out).root()["candidates"].size() == 0U);
}

BOOST_AUTO_TEST_CASE(what_the_original_routes_by_is_not_needed_to_exist)
{
    const auto end = call({"route", "--files", "./no/such/file.ts", "another.ts", "--json"});
    const owned_json document(end.out);
    BOOST_TEST(document.root()["files"][0].string() == "no/such/file.ts");
    BOOST_TEST(document.root()["files"].size() == 2U);
}

BOOST_AUTO_TEST_CASE(cases_are_checked)
{
    write("cases.jsonl", "{\"text\": \"@coder\", \"expect\": [\"coder\"]}\n"
                         "{\"text\": \"@coder @tester\", \"expect_first\": \"coder\", \"name\": \"order\"}\n"
                         "{\"text\": \"short\", \"expect_none\": true}\n");
    const auto end = call({"route", "--test", "cases.jsonl"});
    BOOST_TEST(end.status == 1);
    BOOST_TEST(end.out ==
               "cases.jsonl:2:1: 'order': expected coder first, got tester, coder\n"
               "    tester 10: mention '@tester'\n    coder 10: mention '@coder'\n3 cases: 2 ok, 1 failed\n");
    const auto document = call({"route", "--test", "cases.jsonl", "--json"});
    BOOST_TEST(document.status == 1);
    const owned_json as_document(document.out);
    BOOST_TEST(as_document.root()["failed"].as_uint64().value() == 1U);
    BOOST_TEST(as_document.root()["failures"][0]["name"].string() == "order");
    const auto piped = call({"route", "--test", "-"},
                            [](command& what) { what.input = "{\"text\": \"x\", \"expect_none\": true}"; });
    BOOST_TEST(piped.status == 0);
    BOOST_TEST(piped.out == "1 case: 1 ok, 0 failed\n");
}

BOOST_AUTO_TEST_CASE(a_file_of_cases_with_a_fault_is_refused_as_a_whole)
{
    write("cases.jsonl", "{\"text\": \"@coder\", \"expect\": [\"coder\"]}\n{\"text\": \"x\"}\n");
    fails(call({"route", "--test", "cases.jsonl"}), 65,
          "codex-flow: error: cases.jsonl:2:1: a case needs exactly one of expect, expect_first and "
          "expect_none\n");
    BOOST_TEST(call({"route", "--test", "none.jsonl"}).status == 65);
}

BOOST_AUTO_TEST_CASE(rules_are_linted_with_their_places)
{
    write("codex/agents/odd.codex.yaml",
          "version: 1\nagent: { id: odd, name: Odd }\n"
          "triggers:\n  keywords: [api, API]\n  regex: [ { pattern: 'a^b' } ]\n"
          "  file_patterns: ['src/*.ts', '**/*.ts', 'x//y']\n");
    const auto end = call({"route", "--lint"});
    BOOST_TEST(end.status == 1);
    BOOST_TEST(
        end.out ==
        "codex/agents/odd.codex.yaml:4:19: shadowed: odd: keyword 'API': the same as 'api' of this agent, "
        "codex/agents/odd.codex.yaml:4:14\n"
        "codex/agents/odd.codex.yaml:5:23: impossible: odd: regex 'a^b': no text can match: something must "
        "stand "
        "before the beginning of the text\n"
        "codex/agents/odd.codex.yaml:6:19: shadowed: odd: glob 'src/*.ts': every path that fits also fits "
        "'**/*.ts', "
        "codex/agents/odd.codex.yaml:6:31: it never decides whether the agent is chosen\n"
        "codex/agents/odd.codex.yaml:6:42: impossible: odd: glob 'x//y': no path can fit: no path has two "
        "slashes in "
        "a row\n4 findings: 2 wrong, 2 to look at\n");
    const owned_json document(call({"route", "--lint", "--json"}).out);
    BOOST_TEST(document.root()["wrong"].as_uint64().value() == 2U);
    BOOST_TEST(document.root()["findings"][0]["line"].as_uint64().value() == 4U);
}

BOOST_AUTO_TEST_CASE(rules_that_cannot_be_used_are_told_and_the_others_go_on)
{
    configure("[ { plugin: triggers } ]");
    write("codex/agents/odd.codex.yaml", "version: 1\nagent: { id: odd, name: Odd }\n"
                                         "triggers:\n  keywords: [c++]\n  regex: [ { pattern: 'a(' } ]\n  file_patterns: ['x//y']\n");
    const auto lint = call({"route", "--lint"});
    BOOST_TEST(lint.status == 1);
    has(lint.out, {"codex/agents/odd.codex.yaml:5:23: bad: odd: regex 'a(': ", "codex/agents/odd.codex.yaml:6:19: bad: odd: glob 'x//y': ",
                   "2 findings: 2 wrong, 0 to look at\n"});
    const auto lenient = call({"route", "my c++ code"});
    BOOST_TEST(lenient.status == 0);
    BOOST_TEST(lenient.err == "warning: 2 rules cannot be used; see: codex-flow route --lint\n");
    const auto strict = call({"route", "my c++ code", "--strict"});
    BOOST_TEST(strict.status == 65);
    BOOST_TEST(strict.out == lenient.out);
    has(strict.err, {"codex-flow: error: codex/agents/odd.codex.yaml:5:23: agent 'odd': the regex 'a(' cannot be used"});
    write("cases.jsonl", "{\"text\": \"c++\", \"expect\": [\"odd\"]}\n");
    BOOST_TEST(call({"route", "--test", "cases.jsonl"}).status == 0);
    BOOST_TEST(call({"route", "--test", "cases.jsonl", "--strict"}).status == 65);
    const auto document = call({"route", "my c++ code", "--json"});
    BOOST_TEST(fault_under("route.schema.json", document.out) == "");
    BOOST_TEST(owned_json(document.out).root()["problems"][0]["line"].as_uint64().value() == 5U);
}

BOOST_AUTO_TEST_CASE(findings_that_may_be_meant_count_only_when_strict)
{
    write("codex/agents/odd.codex.yaml",
          "version: 1\nagent: { id: odd, name: Odd }\ntriggers: { keywords: [api, API] }\n");
    BOOST_TEST(call({"route", "--lint"}).status == 0);
    BOOST_TEST(call({"route", "--lint", "--strict"}).status == 1);
}

BOOST_AUTO_TEST_CASE(aliases_that_lead_nowhere_are_found)
{
    write("more.yaml", "version: 1\nplugins: { paths: [" CODEXFLOW_ROUTER_PLUGIN "] }\n"
                       "router: { strategies: [ { plugin: mentions } ] }\nagents: { aliases: { boss: { "
                       "agent: nobody } } }\n");
    const auto end = call({"route", "--lint", "--config", "more.yaml"});
    BOOST_TEST(end.status == 1);
    has(end.out, {"more.yaml:4:37: dangling: boss: alias 'nobody': the alias stands for an agent that does "
                  "not exist\n"});
}

BOOST_AUTO_TEST_CASE(a_strategy_that_is_not_there_is_named_with_its_place)
{
    configure("[ { plugin: mentoins } ]");
    const auto end = call({"route", "x"});
    BOOST_TEST(end.status == 65);
    has(end.err, {"codex-flow.yaml:", "no plugin offers the router 'mentoins'", "did you mean 'mentions'?"});
    configure("[ { plugin: mentions, marks: '#' } ]");
    has(call({"route", "x"}).err, {"marks", "did you mean 'mark'?"});
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_a_usage_error)
{
    for (const std::vector<std::string>& words : {std::vector<std::string>{"route"},
                                                  {"route", "x", "--lint"},
                                                  {"route", "--lint", "--test", "f"},
                                                  {"route", "--lint", "--explain"},
                                                  {"route", "x", "--top", "0"},
                                                  {"route", "--files"},
                                                  {"route", "a", "b"}})
        BOOST_TEST(call(words).status == 64, words.back());
}

BOOST_AUTO_TEST_SUITE_END()
