#include "engine/plugin/manifest.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using codexflow::errc;
using codexflow::plugin::parse_manifest;

namespace {

struct row
{
    std::string_view json, reason;
};

const std::vector<row> bad{
    {"", "not valid JSON"},
    {"{", "not valid JSON"},
    {R"({"id":"a","id":"b","version":"1","components":[]})", "not valid JSON"}, // a key twice
    {"[]", "not a JSON object"},
    {R"({"version":"1","components":[{"kind":"tool","name":"a"}]})", "\"id\" and \"version\""},
    {R"({"id":"a","components":[{"kind":"tool","name":"a"}]})", "\"id\" and \"version\""},
    {R"({"id":1,"version":"1","components":[{"kind":"tool","name":"a"}]})", "\"id\" and \"version\""},
    {R"({"id":"a","version":"1"})", "lists no components"},
    {R"({"id":"a","version":"1","components":[]})", "lists no components"},
    {R"({"id":"a","version":"1","components":{"kind":"tool"}})", "lists no components"},
    {R"({"id":"a","version":"1","components":[{"kind":"cook","name":"a"}]})", "the kind 'cook'"},
    {R"({"id":"a","version":"1","components":[{"name":"a"}]})", "the kind ''"},
    {R"({"id":"a","version":"1","components":["tool"]})", "the kind ''"},
    {R"({"id":"a","version":"1","components":[{"kind":"tool","name":""}]})", "a component ''"},
    {R"({"id":"a","version":"1","components":[{"kind":"tool","name":"A"}]})", "a component 'A'"},
    {R"({"id":"a","version":"1","components":[{"kind":"tool","name":"a/b"}]})", "a component 'a/b'"},
    {R"({"id":"a","version":"1","components":[{"kind":"tool","name":"a"},{"kind":"tool","name":"a"}]})",
     "names the tool 'a' twice"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(manifests)

BOOST_AUTO_TEST_CASE(a_full_one)
{
    const auto got = parse_manifest(
        R"({"id":"org.example.demo","version":"1.2.0","license":"MIT","threading":"serial","later":{"x":1},
            "components":[{"kind":"provider","name":"demo","config":{"type":"object"}},{"kind":"router","name":"demo"}],
            "needs":{"services":["http","timer"],"secrets":["A_KEY"],"hosts":["api.example.org"]}})",
        "demo.so");
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST(got->id == "org.example.demo");
    BOOST_TEST(got->version == "1.2.0");
    BOOST_TEST(got->license == "MIT");
    BOOST_TEST(got->serial);
    BOOST_TEST((got->services == std::vector<std::string>{"http", "timer"}));
    BOOST_TEST((got->secrets == std::vector<std::string>{"A_KEY"}));
    BOOST_TEST((got->hosts == std::vector<std::string>{"api.example.org"}));
    BOOST_REQUIRE(got->components.size() == 2U);
    BOOST_TEST(got->components[0].config.is_mapping());
    BOOST_TEST((got->find("router", "demo") == &got->components[1]));
    BOOST_TEST((got->find("tool", "demo") == nullptr));
}

BOOST_AUTO_TEST_CASE(the_least_there_is)
{
    const auto got = parse_manifest(R"({"id":"a","version":"1","components":[{"kind":"sink","name":"a-1"}]})", "a.so");
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST(got->license == "");
    BOOST_TEST(!got->serial);
    BOOST_TEST(got->services.empty());
    BOOST_TEST(!got->components[0].config.is_mapping());
}

BOOST_AUTO_TEST_CASE(each_fault_has_its_sentence)
{
    for (const row& one : bad)
        BOOST_TEST_CONTEXT(one.json)
        {
            const auto got = parse_manifest(one.json, "bad.so");
            BOOST_REQUIRE(!got.has_value());
            BOOST_TEST((got.error().code == errc::plugin_misbehaved));
            BOOST_TEST(got.error().where.file == "bad.so");
            BOOST_TEST_CONTEXT(got.error().message)
            {
                BOOST_TEST(got.error().message.find(one.reason) != std::string::npos);
                BOOST_TEST(got.error().message.find('\n') == std::string::npos);
            }
        }
}

BOOST_AUTO_TEST_CASE(a_name_with_a_line_break_does_not_break_the_line)
{
    const auto got = parse_manifest("{\"id\":\"a\",\"version\":\"1\",\"components\":[{\"kind\":\"x\\ny\",\"name\":\"a\"}]}", "a.so");
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST(got.error().message.find('\n') == std::string::npos);
    const auto name = parse_manifest("{\"id\":\"a\",\"version\":\"1\",\"components\":[{\"kind\":\"tool\",\"name\":\"x\\u001by\"}]}", "a.so");
    BOOST_REQUIRE(!name.has_value());
    BOOST_TEST(name.error().message.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(nesting_is_limited)
{
    BOOST_TEST(!parse_manifest(std::string(100'000, '['), "deep.so").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
