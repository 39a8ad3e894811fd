#include "plugins/mcp/schema_guard.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

std::string fault(const std::string& schema)
{
    codexflow::json::document document;
    BOOST_REQUIRE(document.parse(schema));
    return codexflow::mcp::schema_fault(document.root());
}

} // namespace

BOOST_AUTO_TEST_SUITE(schema_guards)

BOOST_AUTO_TEST_CASE(ordinary_schemas_pass)
{
    BOOST_TEST(fault("{}") == "");
    BOOST_TEST(fault(R"({"type":"object","properties":{"a":{"type":"string","pattern":"^[0-9]{4}$"}},"$schema":"http://json-schema.org/draft-07/schema#"})") == "");
    BOOST_TEST(fault(R"({"type":"object","properties":{"next":{"$ref":"#"},"b":{"$ref":"#/$defs/b~1c"}},"$defs":{"b/c":{"type":"number"}}})") == "");
    BOOST_TEST(fault(R"({"anyOf":[{"required":["a"]},{"$ref":"#/definitions/x"}],"definitions":{"x":{"properties":{"y":{"$ref":"#"}}}}})") == "");
    BOOST_TEST(fault(R"({"properties":{"a":{"$ref":"#/properties/b/items/1"},"b":{"items":[{},{"type":"null"}]}}})") == "");
}

BOOST_AUTO_TEST_CASE(references_without_end_do_not)
{
    BOOST_TEST(fault(R"({"$ref":"#"})") == "refers to itself without end");
    BOOST_TEST(fault(R"({"anyOf":[{"$ref":"#"}]})") == "refers to itself without end");
    BOOST_TEST(fault(R"({"properties":{"a":{"$ref":"#/d/x"}},"d":{"x":{"$ref":"#/d/y"},"y":{"$ref":"#/d/x"}}})") == "refers to itself without end");
    BOOST_TEST(fault(R"({"properties":{"a":{"not":{"allOf":[{"$ref":"#/properties/a"}]}}}})") == "refers to itself without end");
    BOOST_TEST(fault(R"({"dependencies":{"a":{"$ref":"#"}}})") == "refers to itself without end");
    BOOST_TEST(fault(R"({"properties":{"a":{"$ref":"#/nowhere"}}})") == "refers to a part that is not there");
    BOOST_TEST(fault(R"({"properties":{"a":{"$ref":"#nowhere"}}})") == "refers to a part that is not there");
}

BOOST_AUTO_TEST_CASE(only_objects_of_a_bounded_size)
{
    BOOST_TEST(fault("[]") == "is no JSON Schema");
    BOOST_TEST(fault(R"({"type":"string"})") == "is not of the type object");
    BOOST_TEST(fault(R"({"type":["object"]})") == "is not of the type object");
    BOOST_TEST(fault(R"({"description":")" + std::string(300'000, 'x') + "\"}") == "is longer than 256 KiB");
}

BOOST_AUTO_TEST_SUITE_END()
