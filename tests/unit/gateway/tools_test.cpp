// What the tool gateway decides with: schemas of arguments, declarations of tools, what policies are asked.
#include "engine/gateway/argument_schema.hpp"
#include "engine/gateway/call_question.hpp"
#include "engine/gateway/tool.hpp"
#include "engine/gateway/tool_json.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;
using namespace codexflow::gateway;

namespace {

std::string fault(std::string_view schema, std::string_view arguments)
{
    const auto compiled = argument_schema::compile(schema);
    BOOST_TEST_REQUIRE(compiled.has_value());
    const auto fits = compiled->check(arguments);
    return fits ? std::string() : fits.error().message;
}

constexpr std::string_view reading =
    R"({"type":"object","properties":{"path":{"type":"string"},"lines":{"type":"array","items":{"type":"integer","minimum":1}}},)"
    R"("required":["path"],"additionalProperties":false})";

std::string declared(const std::string& members)
{
    const auto tools = read_tools(R"({"tools":[{)" + members + "}]}");
    return tools ? std::string() : tools.error().message;
}

} // namespace

BOOST_AUTO_TEST_SUITE(tools)

BOOST_AUTO_TEST_CASE(arguments_that_fit_pass)
{
    BOOST_TEST(fault(reading, R"({"path":"a","lines":[1,20]})") == "");
    BOOST_TEST(fault("{}", R"({"anything":[null]})") == "");
}

BOOST_AUTO_TEST_CASE(a_fault_names_the_argument_and_the_rule)
{
    BOOST_TEST(fault(reading, R"({"path":5})") == R"(the argument '/path' does not keep the rule type "string")");
    BOOST_TEST(fault(reading, R"({"path":"a","lines":[1,0]})") ==
               "the argument '/lines/1' does not keep the rule minimum 1");
    BOOST_TEST(fault(reading, "{}") == R"(the arguments do not keep the rule required ["path"])");
    BOOST_TEST(fault(reading, R"({"path":"a","pth":"b"})") ==
               "the argument '/pth' does not keep the rule additionalProperties false");
}

BOOST_AUTO_TEST_CASE(patterns_of_strangers_are_left_alone)
{
    for (const char* pattern : {"{2}", "*", "(", "a{1000000000}", "[", "x"})
        BOOST_TEST(fault(R"({"type":"object","properties":{"a":{"type":"string","pattern":")" + std::string(pattern) + R"("}}})", R"({"a":"y"})") == "");
    BOOST_TEST(fault(R"({"patternProperties":{"{2}":{}},"additionalProperties":false})", R"({"a":1})") == "");
    // What only has the name is no such rule.
    BOOST_TEST(fault(R"({"properties":{"pattern":{"type":"string"},"patternProperties":{"type":"string"}},"additionalProperties":false})",
                     R"({"pattern":5})") != "");
    BOOST_TEST(fault(R"({"properties":{"patternProperties":{}},"additionalProperties":false})", R"({"patternProperties":5})") == "");
}

BOOST_AUTO_TEST_CASE(what_is_no_json_object_is_told_with_its_place)
{
    BOOST_TEST(fault(reading, R"({"path": )").starts_with("the arguments are no JSON: arguments:1:"));
    BOOST_TEST(fault(reading, "[1]") == "the arguments must be a JSON object");
    BOOST_TEST(fault(reading, std::string(100'000, '[')).starts_with("the arguments are no JSON: "));
    BOOST_TEST(!argument_schema::compile("[]").has_value());
}

BOOST_AUTO_TEST_CASE(declarations_are_read_whole)
{
    const auto tools = read_tools(
        R"({"tools":[{"name":"copy","description":"Copies.","parameters":{"type":"object"},"effect":"idempotent",)"
        R"("subjects":{"paths":[{"argument":"from","access":"read"},{"argument":"to","access":"write"}],"argv":"a","command":"c"}}]})");
    BOOST_TEST_REQUIRE(tools.has_value());
    const tool_spec& one = tools->front();
    BOOST_TEST(one.name == "copy");
    BOOST_TEST((one.effect == tool_effect::idempotent));
    BOOST_TEST_REQUIRE(one.paths.size() == 2u);
    BOOST_TEST(!one.paths[0].writes);
    BOOST_TEST(one.paths[1].writes);
    BOOST_TEST(one.argv == "a");
    BOOST_TEST(one.command == "c");
    const tool_spec* const offer[] = {&one};
    BOOST_TEST(write_offer(offer) == R"([{"name":"copy","description":"Copies.","parameters":{"type":"object"}}])");
}

BOOST_AUTO_TEST_CASE(a_wrong_declaration_is_refused_by_name)
{
    BOOST_TEST(declared(R"("name":"a b","parameters":{},"effect":"none")").find("'a b' has a name") != std::string::npos);
    BOOST_TEST(declared(R"("name":"a","parameters":[],"effect":"none")").find("no parameters") != std::string::npos);
    BOOST_TEST(declared(R"("name":"a","parameters":{},"effect":"maybe")").find("no effect") != std::string::npos);
    BOOST_TEST(declared(R"("name":"a","parameters":{},"effect":"once")") == "");
    BOOST_TEST(!read_tools("[]").has_value());
    BOOST_TEST(!read_tools(R"({"tools":{}})").has_value());
}

BOOST_AUTO_TEST_CASE(a_call_goes_out_and_its_result_comes_back)
{
    const tool_place place{"/w", {{"/w", true}, {"/p", false}}};
    BOOST_TEST(write_call("read", R"({"path":"a"})", "call-1", place, std::chrono::seconds(3)) ==
               R"({"tool":"read","arguments":{"path":"a"},"call_id":"call-1","limit_ms":3000,"workspace":"/w",)"
               R"("roots":[{"path":"/w","access":"write"},{"path":"/p","access":"read"}]})");
    const auto good = read_result(R"({"content":"x","is_error":true,"truncated":true})");
    BOOST_TEST_REQUIRE(good.has_value());
    BOOST_TEST(good->content == "x");
    BOOST_TEST(good->is_error);
    BOOST_TEST(good->truncated);
    BOOST_TEST(!read_result(R"({"content":5})").has_value());
    BOOST_TEST(!read_result("content").has_value());
}

BOOST_AUTO_TEST_CASE(policies_are_asked_what_the_arguments_name)
{
    tool_spec tool;
    tool.name = "copy";
    tool.effect = tool_effect::idempotent;
    tool.paths = {{"from", false}, {"to", true}};
    tool.argv = "argv";
    tool.command = "script";
    const tool_place place{"/no/such/folder", {}};
    const tool_question asked =
        question_of({"coder", "c", {}}, tool, R"({"from":["a","../b"],"to":"/x/./y","argv":["git","push"],"n":1})", place);
    BOOST_TEST(asked.agent.id == "coder");
    BOOST_TEST(asked.tool == "copy");
    BOOST_TEST(asked.effect == "idempotent");
    BOOST_TEST(asked.workspace == "/no/such/folder");
    BOOST_TEST(!asked.any_arguments);
    BOOST_TEST_REQUIRE(asked.paths.size() == 3u);
    BOOST_TEST(asked.paths[0].resolved == "/no/such/folder/a");
    BOOST_TEST(asked.paths[1].given == "../b");
    BOOST_TEST(asked.paths[1].resolved == "/no/such/b");
    BOOST_TEST(!asked.paths[1].writes);
    BOOST_TEST(asked.paths[2].resolved == "/x/y");
    BOOST_TEST(asked.paths[2].writes);
    BOOST_TEST_REQUIRE(asked.argv.has_value());
    BOOST_TEST(asked.argv->back() == "push");
    BOOST_TEST(!asked.command.has_value());
    BOOST_TEST(question_of({"coder", "c", {}}, tool, R"({"script":"ls"})", place).command.value() == "ls");
    BOOST_TEST(question_of({"coder", "c", {}}, tool).any_arguments);
}

BOOST_AUTO_TEST_SUITE_END()
