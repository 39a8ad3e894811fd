#include "engine/plan/router_agents.hpp"

#include <codexflow/routing.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace codexflow;

namespace {

std::shared_ptr<agent> made(std::string id)
{
    auto one = std::make_shared<agent>();
    one->id = std::move(id);
    one->name = "N";
    one->description = "D \"quoted\"";
    one->domain = "core";
    one->capabilities = {"x", "y"};
    one->triggers.keywords = {{"k2", {"a.yaml", 4, 3}}, {"k1", {}}};
    one->triggers.regex = {{"r2", "low", {"a.yaml", 5, 3}}, {"r1", "high", {}}};
    one->triggers.file_patterns = {{"*.c", {"a.yaml", 6, 3}}};
    return one;
}

} // namespace

BOOST_AUTO_TEST_SUITE(router_agent_documents)

BOOST_AUTO_TEST_CASE(routers_get_rules_with_their_places)
{
    const std::string json = router_agents_json({made("a")});
    BOOST_TEST(
        json ==
        R"({"agents":[{"id":"a","name":"N","description":"D \"quoted\"","domain":"core",)"
        R"("capabilities":["x","y"],"triggers":{"keywords":[{"text":"k2","file":"a.yaml","line":4,"column":3},)"
        R"({"text":"k1"}],"regex":[{"pattern":"r2","priority":"low","file":"a.yaml","line":5,"column":3},)"
        R"({"pattern":"r1","priority":"high"}],"file_patterns":[{"glob":"*.c","file":"a.yaml","line":6,"column":3}]}}]})");
    const auto read = routing::read_agents(json);
    BOOST_TEST(read.at(0).keywords.at(0).where.line == 4U);
    BOOST_TEST(plain_agents_json({made("a")}) == R"([{"id":"a","name":"N","description":"D \"quoted\""}])");
}

BOOST_AUTO_TEST_CASE(the_canonical_form_knows_no_places_and_no_order)
{
    auto first = made("a"), same = made("a");
    std::reverse(same->triggers.keywords.begin(), same->triggers.keywords.end());
    std::reverse(same->triggers.regex.begin(), same->triggers.regex.end());
    same->triggers.keywords.push_back({"k1", {"/elsewhere/b.yaml", 9, 9}});
    for (text_trigger& one : same->triggers.file_patterns)
        one.where = {"/elsewhere/a.yaml", 1, 1};
    BOOST_TEST(canonical_agents({first, made("b")}) == canonical_agents({made("b"), same}));
    const std::string before = canonical_agents({first});
    first->triggers.regex[0].priority = "high";
    BOOST_TEST(canonical_agents({first}) != before);
}

BOOST_AUTO_TEST_SUITE_END()
