#include "plugins/openai/tool_calls.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace codexflow;

namespace {

/// "id:name:arguments" of the calls that @p fragments (a JSON array) make.
std::vector<std::string> merge(std::string_view fragments)
{
    json::document doc;
    BOOST_REQUIRE_MESSAGE(doc.parse(fragments), doc.error().message << ": " << fragments);
    openai::tool_calls calls;
    for (const json::value fragment : doc.root().elements())
        calls.add(fragment);
    calls.finish();
    std::vector<std::string> result;
    for (const openai::tool_call& call : calls.calls())
        result.push_back(call.id + ":" + call.name + ":" + std::string(call.arguments_text()));
    return result;
}

void check(std::string_view fragments, const std::vector<std::string>& expected)
{
    BOOST_TEST(merge(fragments) == expected, boost::test_tools::per_element());
}

} // namespace

BOOST_AUTO_TEST_SUITE(openai_tool_calls)

BOOST_AUTO_TEST_CASE(fragments_with_an_index)
{
    check(
        R"([{"index":0,"id":"a","function":{"name":"f","arguments":""}},{"index":0,"function":{"arguments":"{\"x\":"}},
              {"index":1,"id":"b","function":{"name":"g","arguments":"{}"}},{"index":0,"function":{"arguments":"1}"}}])",
        {R"(a:f:{"x":1})", "b:g:{}"});
}

BOOST_AUTO_TEST_CASE(wire_31_an_index_is_a_key_and_not_a_position)
{
    check(R"([{"index":7,"id":"a","function":{"name":"f"}},{"index":1,"id":"b","function":{"name":"g"}}])",
          {"a:f:{}", "b:g:{}"});
}

BOOST_AUTO_TEST_CASE(the_same_index_with_another_id_is_another_call)
{
    // Ollama's /v1 numbers every call of a parallel batch 0.
    check(R"([{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}},
              {"index":0,"id":"b","function":{"name":"f","arguments":"{\"x\":2}"}},
              {"index":0,"id":"","function":{"arguments":" "}}])",
          {R"(a:f:{"x":1})", R"(b:f:{"x":2} )"});
}

BOOST_AUTO_TEST_CASE(wire_28_repeated_ids_and_names_change_nothing)
{
    check(R"([{"index":0,"id":"a","function":{"name":"f","arguments":""}},
              {"index":0,"id":"a","function":{"name":"f","arguments":"{}"}},
              {"index":0,"id":"","function":{"name":"","arguments":null}},{"index":0,"function":{}}])",
          {"a:f:{}"});
}

BOOST_AUTO_TEST_CASE(wire_27_without_an_index_a_new_id_opens_a_call)
{
    check(R"([{"id":"a","function":{"name":"f","arguments":"{\"x\":"}},{"function":{"arguments":"1}"}},
              {"id":"b","function":{"name":"g","arguments":"{}"}},{"id":"a","function":{"arguments":" "}}])",
          {R"(a:f:{"x":1} )", "b:g:{}"});
}

BOOST_AUTO_TEST_CASE(without_index_and_id_a_name_behind_whole_arguments_opens_a_call)
{
    check(R"([{"function":{"name":"f","arguments":"{\"x\":"}},{"function":{"name":"f","arguments":"\"}\"}"}},
              {"function":{"name":"f","arguments":"{}"}}])",
          {R"(call_1:f:{"x":"}"})", "call_2:f:{}"});
}

BOOST_AUTO_TEST_CASE(made_ids_are_unlike_those_of_the_server)
{
    check(R"([{"index":0,"function":{"name":"f"}},{"index":1,"id":"call_1","function":{"name":"g"}},
              {"index":2,"id":null,"function":{"name":"h"}}])",
          {"call_2:f:{}", "call_1:g:{}", "call_3:h:{}"});
}

BOOST_AUTO_TEST_CASE(arguments_may_be_an_object)
{
    check(R"([{"index":0,"id":"a","function":{"name":"f","arguments":{"n":1.0,"m":9007199254740993}}}])",
          {R"(a:f:{"n":1.0,"m":9007199254740993})"});
}

BOOST_AUTO_TEST_CASE(wire_73_number_text_and_cut_characters_survive)
{
    check(R"([{"index":0,"id":"a","function":{"name":"f","arguments":"[1e400,-0,\"\ud83c"}},
              {"index":0,"function":{"arguments":"\udf0d\"]"}}])",
          {"a:f:[1e400,-0,\"\xF0\x9F\x8C\x8D\"]"});
}

BOOST_AUTO_TEST_CASE(the_single_call_of_the_old_interface)
{
    json::document doc;
    openai::tool_calls calls;
    for (const std::string_view piece : {R"({"name":"f","arguments":"{\"x\""})", R"({"arguments":":1}"})"})
    {
        BOOST_REQUIRE(doc.parse(piece));
        calls.add_function(doc.root());
    }
    calls.finish();
    BOOST_REQUIRE(calls.calls().size() == 1U);
    BOOST_TEST(calls.calls()[0].id == "call_1");
    BOOST_TEST(calls.calls()[0].arguments == R"({"x":1})");
}

BOOST_AUTO_TEST_CASE(wire_74_five_megabytes_of_arguments_in_fragments_of_one_byte)
{
    json::document first;
    json::document next;
    BOOST_REQUIRE(first.parse(R"({"index":0,"id":"a","function":{"name":"f","arguments":""}})"));
    BOOST_REQUIRE(next.parse(R"({"index":0,"function":{"arguments":"x"}})"));
    openai::tool_calls calls;
    calls.add(first.root());
    const json::value fragment = next.root();
    for (int i = 0; i != 5'000'000; ++i)
        calls.add(fragment);
    calls.finish();
    BOOST_TEST(calls.calls().at(0).arguments.size() == 5'000'000U);
}

BOOST_AUTO_TEST_SUITE_END()
