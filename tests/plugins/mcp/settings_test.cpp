#include "plugins/mcp/settings.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow::mcp;
using words = std::vector<std::string>;

namespace {

std::string refusal(const std::string& json)
{
    try
    {
        read_settings(json);
    }
    catch (const codexflow::failure& f)
    {
        return f.what();
    }
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(mcp_settings)

BOOST_AUTO_TEST_CASE(a_program_with_its_arguments)
{
    const auto got = read_settings(R"({"server":"fs","command":"npx","args":["-y","pkg"],"env":{"A":"b","N":5},"pass_env":["X"],"directory":"d"})");
    BOOST_TEST((got.argv == words{"npx", "-y", "pkg"}));
    BOOST_TEST(got.environment.size() == 2u);
    BOOST_TEST(got.environment[1].second == "5");
    BOOST_TEST(!got.over_http());
    BOOST_TEST(got.pins.string() == "data/mcp/fs.json");
    BOOST_TEST(got.pin_new);
    BOOST_TEST((read_settings(R"({"server":"fs","command":["a","b"],"args":["c"]})").argv == words{"a", "b", "c"}));
}

BOOST_AUTO_TEST_CASE(a_url_with_headers_and_secrets)
{
    const auto got = read_settings(R"({"server":"gh","url":"https://h/mcp","headers":{"Authorization":"Bearer {{secret:TOKEN}}"},"secrets":["TOKEN"],)"
                                   R"("pins":"p.json","pin_new":"refuse","optional":true,"start_timeout":1.5,"max_message_bytes":4096,)"
                                   R"("effects":{"a":"none","b":"idempotent","c":"once"},"only":["a"],"roots":["/tmp/a b"],"trust_annotations":true})");
    BOOST_TEST(got.over_http());
    BOOST_TEST(got.headers[0].second == "Bearer {{secret:TOKEN}}");
    BOOST_TEST(got.pins.string() == "p.json");
    BOOST_TEST(!got.pin_new);
    BOOST_TEST(got.optional);
    BOOST_TEST(got.start_timeout.count() == 1500);
    BOOST_TEST(got.max_message_bytes == 4096u);
    BOOST_TEST((got.effects.at("b") == codexflow::tool_effect::idempotent));
    BOOST_TEST((got.roots == words{"file:///tmp/a%20b"}));
    BOOST_TEST(got.trust_annotations);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_together_is_refused)
{
    BOOST_TEST(refusal("{}").starts_with("an MCP server has no name"));
    BOOST_TEST(refusal(R"({"server":"a b","command":"x"})").starts_with("an MCP server has no name"));
    BOOST_TEST(refusal(R"({"server":"a"})") == "the MCP server 'a' must have either a command or a url");
    BOOST_TEST(refusal(R"({"server":"a","args":["x"]})") == "the MCP server 'a' must have either a command or a url");
    BOOST_TEST(refusal(R"({"server":"a","command":"x","url":"http://h"})") == "the MCP server 'a' must have either a command or a url");
    BOOST_TEST(refusal(R"({"server":"a","command":"x","env":{"K":"{{secret:K}}"}})") ==
               "the MCP server 'a' uses the secret 'K' in K, which 'secrets' does not list");
    BOOST_TEST(refusal("[]") == "the settings of the MCP server are not a JSON object");
}

BOOST_AUTO_TEST_SUITE_END()
