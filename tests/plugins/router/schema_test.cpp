// What crosses the boundary fits the schemas that are published for it.
#include "tests/plugins/router/router_fixture.hpp"

#include "engine/plan/router_agents.hpp"
#include "engine/plugin/text_writer.hpp"

#include <boost/test/unit_test.hpp>

#include <rapidjson/document.h>
#include <rapidjson/schema.h>

using namespace codexflow;

namespace {

/// Whether @p json fits docs/schemas/router.@p name.json.
bool fits(const std::string& name, const std::string& json)
{
    rapidjson::Document schema_text, text;
    schema_text.Parse(test::read_file(std::filesystem::path(CODEXFLOW_SOURCE_DIR) / "docs/schemas" /
                                      ("router." + name + ".json")));
    BOOST_TEST_REQUIRE(!schema_text.HasParseError());
    text.Parse(json);
    BOOST_TEST_REQUIRE(!text.HasParseError(), json);
    const rapidjson::SchemaDocument schema(schema_text);
    rapidjson::SchemaValidator validator(schema);
    return text.Accept(validator);
}

std::string call(cflow_status (*what)(void*, cflow_str, const cflow_writer*),
                 const plugin::component_instance& on, const std::string& json)
{
    plugin::text_writer answer;
    BOOST_TEST(what(on.self(), to_abi(json), answer.abi()) == CFLOW_OK);
    return answer.text();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(router_schemas, test::router_fixture)

BOOST_AUTO_TEST_CASE(documents_of_the_plugin_triggers_fit)
{
    agent(
        "a.yaml", "coder",
        "keywords: [code, ''], regex: [{ pattern: '^write' }, { pattern: '(' }], file_patterns: ['**/*.c']");
    agent("b.yaml", "idle", "keywords: [unheard]");
    registry agents({{agent_directory{agents_folder, false, {}}}, {}});
    const std::string prepare = router_agents_json(agents.agents());
    BOOST_TEST(fits("prepare", prepare), prepare);
    for (const char* settings : {"{}", R"({"compat":"original"})"})
    {
        plugin::quiet_host host(time);
        const auto made = host.host.create(*plugins.find("router", "triggers"),
                                           {CFLOW_KIND_ROUTER, "triggers", settings, {}, {}});
        BOOST_TEST_REQUIRE(made.has_value());
        const auto& table = (*made)->table<cflow_router_v1>();
        const std::string prepared = call(table.prepare, **made, prepare);
        BOOST_TEST(fits("prepared", prepared), prepared);
        BOOST_TEST(prepared.find("missing )") != std::string::npos);
        const std::string request = R"({"text":"write code","files":["src/a.c"],"explain":true})";
        BOOST_TEST(fits("request", request));
        const std::string answer = call(table.route, **made, request);
        BOOST_TEST(fits("answer", answer), answer);
        BOOST_TEST(answer.find("\"coder\"") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(the_schemas_refuse_what_the_engine_refuses)
{
    for (
        const char* wrong :
        {"{}", R"({"candidates":[{"agent":"a"}]})", R"({"candidates":[{"agent":"a","score":"1"}]})",
         R"({"candidates":[{"agent":"a","score":1,"evidence":[{"kind":"k","pattern":"p","score":1,"span":[1]}]}]})",
         R"({"candidates":[],"tried":[{"agent":"a"}]})"})
    {
        BOOST_TEST(!fits("answer", wrong), wrong);
        BOOST_TEST(!plugin::read_router_reply(wrong, {10, nullptr}).has_value(), wrong);
    }
    for (const char* wrong : {"{}", R"({"rules":-1})", R"({"rules":1,"problems":[{"agent":"a"}]})"})
    {
        BOOST_TEST(!fits("prepared", wrong), wrong);
        BOOST_TEST(!plugin::read_router_prepared(wrong).has_value(), wrong);
    }
    const std::string without_prepare = R"({"text":"x","agents":)" + plain_agents_json({}) + '}';
    BOOST_TEST(fits("request", without_prepare));
    BOOST_TEST(!fits("request", R"({"files":"x"})"));
}

BOOST_AUTO_TEST_SUITE_END()
