#include "cli/render/route_report.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;
using namespace codexflow::cli;

namespace {

routed example()
{
    routed one;
    one.request.text = "create a user endpoint";
    route_candidate best{"backend-dev", 12, "triggers", {}};
    best.evidence.push_back({"regex", "^create .* endpoint$", text_span{0, 22}, {}, 8, {"a.yaml", 3, 5}});
    best.evidence.push_back({"keyword", "endpoint", text_span{14, 22}, {}, 4, {}});
    one.answer.asked = {"triggers"};
    one.answer.strategy = "triggers";
    one.answer.candidates = {best, {"coder", 0.5, "triggers", {}}};
    one.answer.rejected = {{"ghost", "triggers", "there is no such agent", 3.0}};
    one.answer.tried = {{"triggers", "coder", "keyword", "code", "not in the text", {"b.yaml", 1, 2}}};
    one.answer.rules_digest = "sha256:aa";
    one.answer.input_digest = "sha256:bb";
    return one;
}

} // namespace

BOOST_AUTO_TEST_SUITE(route_reports)

BOOST_AUTO_TEST_CASE(one_line_for_each_agent)
{
    BOOST_TEST(route_text(example(), false, false) ==
               "backend-dev     12  regex '^create .* endpoint$', keyword 'endpoint'\n"
               "coder          0.5  no reason given\n");
}

BOOST_AUTO_TEST_CASE(all_of_it_when_it_is_to_be_explained)
{
    BOOST_TEST(route_text(example(), true, false) ==
               "asked triggers; triggers decides\n"
               "backend-dev     12  regex '^create .* endpoint$', keyword 'endpoint'\n"
               "        +8  regex '^create .* endpoint$'  at a.yaml:3:5\n"
               "        create a user endpoint\n"
               "        ^^^^^^^^^^^^^^^^^^^^^^\n"
               "        +4  keyword 'endpoint'\n"
               "        create a user endpoint\n"
               "                      ^^^^^^^^\n"
               "coder          0.5  no reason given\n"
               "rejected: ghost with 3 by triggers: there is no such agent\n"
               "did not match:\n"
               "    triggers: coder keyword 'code': not in the text  at b.yaml:1:2\n"
               "rules sha256:aa\n"
               "input sha256:bb\n");
}

BOOST_AUTO_TEST_CASE(spans_of_any_kind_are_shown)
{
    routed one;
    one.request.text = "a\nlong " + std::string(200, 'x') + " \xC3\xBC\xE6\x97\xA5 end";
    route_candidate who{"a", 1, "t", {}};
    who.evidence.push_back({"keyword", "k", text_span{209, 212}, {}, 1, {}}); // inside of characters
    who.evidence.push_back({"keyword", "k", text_span{9000, 9001}, {}, 1, {}});
    who.evidence.push_back({"keyword", "k", text_span{3, 3}, {}, 1, {}});
    one.answer.candidates = {who};
    const std::string text = route_text(one, true, false);
    BOOST_TEST(text.find("\xC3\xBC\xE6\x97\xA5 end\n") != text.npos, text);
    BOOST_TEST(text.find("^^^\n") != text.npos, "one column and two: " << text);
    BOOST_TEST(text.find('\x1b') == text.npos);
    const std::string painted = route_text(one, true, true);
    BOOST_TEST(painted.find('^') == painted.npos);
    BOOST_TEST(painted.find('\x1b') != painted.npos);
}

BOOST_AUTO_TEST_CASE(a_failed_case_says_why)
{
    route_case expected;
    expected.name = "endpoints";
    expected.where = {"cases.jsonl", 4, 1};
    BOOST_TEST(failed_case_text(expected, example().answer, "expected nobody, got backend-dev") ==
               "cases.jsonl:4:1: 'endpoints': expected nobody, got backend-dev\n"
               "    backend-dev 12: regex '^create .* endpoint$', keyword 'endpoint'\n"
               "    coder 0.5: no reason given\n");
}

BOOST_AUTO_TEST_SUITE_END()
