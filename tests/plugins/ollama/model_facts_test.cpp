#include "plugins/ollama/advice.hpp"
#include "plugins/ollama/call_plan.hpp"
#include "plugins/ollama/model_facts.hpp"

#include "tests/support/wire_data.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace codexflow;

namespace {

ollama::model_facts able_to(std::vector<std::string> capabilities)
{
    ollama::model_facts facts;
    facts.capabilities = std::move(capabilities);
    return facts;
}

ollama::call_plan plan(std::string_view request, std::string_view settings, const ollama::model_facts& facts)
{
    json::document doc;
    BOOST_REQUIRE(doc.parse(request));
    return ollama::plan_call(doc.root(), ollama::read_settings(settings), facts);
}

std::string advice(cflow_status status, const std::string& message, std::string_view kind, int http)
{
    failure refused(status, message);
    refused.kind(kind);
    ollama::advise(refused, http, "m");
    return refused.document();
}

constexpr std::string_view with_tools =
    R"({"model":"m","messages":[],"tools":[{"name":"f","parameters":{"type":"object"}}]})";

} // namespace

BOOST_AUTO_TEST_SUITE(ollama_models)

BOOST_AUTO_TEST_CASE(what_a_server_tells_of_a_model)
{
    const ollama::model_facts facts = ollama::read_model_facts(
        R"({"capabilities":["completion","tools"],"model_info":{"general.architecture":"llama",
            "llama.context_length":131072,"other.context_length":1}})");
    BOOST_TEST(!facts.lacks("tools"));
    BOOST_TEST(facts.lacks("thinking"));
    BOOST_TEST(facts.context_length.value() == 131072U);
}

BOOST_AUTO_TEST_CASE(wire_41_what_is_not_told_is_unknown_and_not_absent)
{
    for (const std::string_view body :
         {"", "404 page not found", "[]", "{}", R"({"capabilities":null})", R"({"error":"not found"})",
          R"({"model_info":{"llama.context_length":"x"}})",
          R"({"model_info":{"general.architecture":"q","q.context_length":0}})"})
    {
        const ollama::model_facts facts = ollama::read_model_facts(body);
        BOOST_TEST(!facts.capabilities.has_value(), body);
        BOOST_TEST(!facts.lacks("tools"));
        BOOST_TEST(!facts.context_length.has_value());
        BOOST_TEST(plan(with_tools, R"({"think":true})", facts).think);
    }
}

BOOST_AUTO_TEST_CASE(thinking_is_asked_of_models_that_can)
{
    BOOST_TEST(plan(with_tools, R"({"think":true})", able_to({"tools", "thinking"})).think);
    const ollama::call_plan without = plan(with_tools, R"({"think":"low"})", able_to({"tools"}));
    BOOST_TEST(!without.think);
    BOOST_REQUIRE(without.warnings.size() == 1U);
    BOOST_TEST(without.warnings[0].code == "think_unsupported");
    BOOST_TEST(plan(with_tools, R"({"think":false})", able_to({"tools"})).think); // harmless
    BOOST_TEST(plan(with_tools, "{}", able_to({"tools"})).warnings.empty());
}

BOOST_AUTO_TEST_CASE(tools_of_a_model_without_them_fail_before_anything_is_sent)
{
    BOOST_CHECK_EXCEPTION(
        plan(with_tools, "{}", able_to({"completion", "vision"})), failure, [](const failure& f) {
            return f.status() == CFLOW_E_INVALID && f.kind() == "invalid_request" &&
                   std::string(f.what()).find(
                       "'m' cannot call tools (its capabilities: completion, vision)") != std::string::npos &&
                   f.document().find("hint") != std::string::npos;
        });
    BOOST_TEST(plan(R"({"messages":[],"tools":[]})", "{}", able_to({"completion"})).warnings.empty());
}

BOOST_AUTO_TEST_CASE(the_users_window_goes_before_all)
{
    const ollama::call_plan own = plan(with_tools, R"({"options":{"num_ctx":512}})", {});
    BOOST_TEST(own.own_window);
    BOOST_TEST(own.window == 512U);
    ollama::model_facts facts;
    facts.context_length = 2048;
    const ollama::call_plan chosen = plan(with_tools, "{}", facts);
    BOOST_TEST(!chosen.own_window);
    BOOST_TEST(chosen.window == 2048U);
    BOOST_TEST(plan(with_tools, R"({"options":{"num_predict":9000}})", {}).window == 12288U);
    BOOST_TEST(plan(with_tools, R"({"options":{"num_predict":-1}})", {}).window == 4096U);
}

BOOST_AUTO_TEST_CASE(windows_only_grow)
{
    ollama::model_memory memory;
    BOOST_TEST(memory.widen("a", 8192) == 8192U);
    BOOST_TEST(memory.widen("a", 4096) == 8192U);
    BOOST_TEST(memory.widen("b", 4096) == 4096U);
    BOOST_TEST(!memory.find("a").has_value());
    memory.learn("a", able_to({"tools"}));
    BOOST_TEST(memory.find("a")->lacks("vision"));
}

BOOST_AUTO_TEST_CASE(lists_of_models)
{
    json::document doc;
    BOOST_REQUIRE(doc.parse(R"({"models":[{"name":"a:latest","details":{"context_length":8192},
        "capabilities":["completion","tools"]},{"model":"b"}]})"));
    BOOST_TEST(
        ollama::write_model_list(doc.root()) ==
        R"({"models":[{"name":"a:latest","context_length":8192,"capabilities":["completion","tools"]},)"
        R"({"name":"b"}]})");
    for (const test::wire_entry& entry : test::wire_data("ollama", "json"))
    {
        BOOST_REQUIRE(doc.parse(entry.body));
        const std::string list = ollama::write_model_list(doc.root());
        for (const json::value name : entry.entry["expected"]["models"].elements())
            BOOST_TEST(list.find("\"" + std::string(name.string()) + "\"") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(wire_43_refusals_come_with_advice)
{
    BOOST_TEST(advice(CFLOW_E_NOT_FOUND, "x", "model_not_found", 404).find("ollama pull m") !=
               std::string::npos);
    BOOST_TEST(advice(CFLOW_E_AUTH, "POST x: HTTP 403", "auth", 403).find("IP address") != std::string::npos);
    BOOST_TEST(advice(CFLOW_E_AUTH, "POST x: HTTP 403: no", "auth", 403).find("hint") == std::string::npos);
    BOOST_TEST(advice(CFLOW_E_AUTH, "x", "auth", 401).find("api_key_env") != std::string::npos);
    BOOST_TEST(advice(CFLOW_E_UNAVAILABLE, "x", "overloaded", 503).find("max_parallel") != std::string::npos);
    BOOST_TEST(advice(CFLOW_E_UNAVAILABLE, "x", "server", 500).find("hint") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
