#include "engine/plugin/router_answer.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace codexflow;
using namespace codexflow::plugin;

namespace {

const std::vector<std::string> files{"a.c", "b.c"};

std::string fault(std::string_view json)
{
    const auto read = read_router_reply(json, {10, &files});
    return read ? "fine" : std::string(to_string(read.error().code)) + ": " + read.error().message;
}

std::string prepared_fault(std::string_view json)
{
    const auto read = read_router_prepared(json);
    return read ? "fine" : std::string(to_string(read.error().code)) + ": " + read.error().message;
}

} // namespace

BOOST_AUTO_TEST_SUITE(router_answers)

BOOST_AUTO_TEST_CASE(a_whole_answer_is_read)
{
    const auto read = read_router_reply(
        R"({"candidates":[{"agent":"a","score":12.5,"evidence":[
            {"kind":"keyword","pattern":"k","score":2.5,"span":[3,10],"where":{"file":"a.yaml","line":4,"column":9}},
            {"kind":"file","pattern":"*.c","score":10,"file":"b.c","more":1}]},
            {"agent":"b","score":-1}],
            "tried":[{"agent":"c","kind":"regex","pattern":"x","matched":false,"why":"no","where":{"file":"c.yaml"}}]})",
        {10, &files});
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST_REQUIRE(read->candidates.size() == 2U);
    const route_candidate& first = read->candidates[0];
    BOOST_TEST(first.agent == "a");
    BOOST_TEST(first.score == 12.5);
    BOOST_TEST((first.evidence.at(0).span == text_span{3, 10}));
    BOOST_TEST(to_string(first.evidence[0].where) == "a.yaml:4:9");
    BOOST_TEST(first.evidence.at(1).file == "b.c");
    BOOST_TEST(read->candidates[1].score == -1);
    BOOST_TEST(read->candidates[1].evidence.empty());
    BOOST_TEST(read->tried.at(0).why == "no");
    BOOST_TEST(to_string(read->tried[0].where) == "c.yaml");
}

BOOST_AUTO_TEST_CASE(whatever_is_wrong_is_named)
{
    const std::vector<std::pair<std::string, std::string>> rows{
        {"", "it is not JSON: byte 0"},
        {"{} x", "it is not JSON: byte 3"},
        {"[]", "it is not a JSON object"},
        {"{}", "candidates is not a list"},
        {R"({"candidates":{}})", "candidates is not a list"},
        {R"({"candidates":[7]})", "candidates[0].agent is missing"},
        {R"({"candidates":[{"agent":7,"score":1}]})", "candidates[0].agent is not text"},
        {R"({"candidates":[{"agent":"a"}]})", "candidates[0].score is not a number"},
        {R"({"candidates":[{"agent":"a","score":"1"}]})", "candidates[0].score is not a number"},
        {R"({"candidates":[{"agent":"a","score":1e999}]})", "candidates[0].score is not a number"},
        {R"({"candidates":[{"agent":"a","score":1},{"agent":"a","score":2}]})",
         "candidates[1].agent stands there twice"},
        {R"({"candidates":[{"agent":"a","score":1,"evidence":{}}]})", "candidates[0].evidence is not a list"},
        {R"({"candidates":[{"agent":"a","score":1,"evidence":[{"kind":"k","pattern":"p"}]}]})",
         "candidates[0].evidence[0].score is not a number"},
        {R"({"candidates":[{"agent":"a","score":1,"evidence":[{"kind":"k","pattern":"p","score":1,"span":[4,3]}]}]})",
         "candidates[0].evidence[0].span does not lie in the text, which has 10 bytes"},
        {R"({"candidates":[{"agent":"a","score":1,"evidence":[{"kind":"k","pattern":"p","score":1,"span":[4,11]}]}]})",
         "candidates[0].evidence[0].span does not lie in the text, which has 10 bytes"},
        {R"({"candidates":[{"agent":"a","score":1,"evidence":[{"kind":"k","pattern":"p","score":1,"span":[-1,3]}]}]})",
         "candidates[0].evidence[0].span[0] is not a whole number of at least 0"},
        {R"({"candidates":[{"agent":"a","score":1,"evidence":[{"kind":"k","pattern":"p","score":1,"span":[1]}]}]})",
         "candidates[0].evidence[0].span is not [begin, end]"},
        {R"({"candidates":[{"agent":"a","score":1,"evidence":[{"kind":"k","pattern":"p","score":1,"file":"c.c"}]}]})",
         "candidates[0].evidence[0].file is none of the files that were asked about"},
        {R"({"candidates":[{"agent":"a","score":1,"evidence":[{"kind":"k","pattern":"p","score":1,"where":{"file":"a","line":"x"}}]}]})",
         "candidates[0].evidence[0].where.line is not a whole number of at least 0"},
        {R"({"candidates":[],"tried":7})", "tried is not a list"},
        {R"({"candidates":[],"tried":[{"agent":"a","kind":"k","pattern":"p"}]})", "tried[0].why is missing"},
    };
    for (const auto& [json, expected] : rows)
        BOOST_TEST(fault(json).starts_with("plugin_misbehaved: its answer is wrong: " + expected),
                   json << ": " << fault(json));
    BOOST_TEST(fault(R"({"candidates":[]})") == "fine");
}

BOOST_AUTO_TEST_CASE(the_answer_to_prepare_is_read_as_strictly)
{
    const auto read = read_router_prepared(
        R"({"rules":3,"problems":[{"agent":"a","kind":"regex","pattern":"(","message":"missing bracket","file":"a.yaml","line":4,"column":2}]})");
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(read->rules == 3U);
    BOOST_TEST(to_string(read->problems.at(0).where) == "a.yaml:4:2");
    BOOST_TEST(prepared_fault(R"({"rules":0})") == "fine");
    BOOST_TEST(prepared_fault("{}") ==
               "plugin_misbehaved: its answer is wrong: rules is not a whole number of at least 0");
    BOOST_TEST(prepared_fault(R"({"rules":1,"problems":[{"agent":"a"}]})") ==
               "plugin_misbehaved: its answer is wrong: problems[0].kind is missing");
    BOOST_TEST(
        prepared_fault("nonsense").starts_with("plugin_misbehaved: its answer is wrong: it is not JSON"));
}

BOOST_AUTO_TEST_SUITE_END()
