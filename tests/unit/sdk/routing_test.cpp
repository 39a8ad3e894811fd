#include <codexflow/router.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;

namespace {

/// Remembers what it was given.
struct listener : router
{
    routing::prepared prepare(const std::vector<routing::agent>& agents) override
    {
        count = agents.size();
        routing::prepared state;
        state.rules = 2;
        state.problems.push_back({"a", "regex", "(", "missing one", {"a.yaml", 3, 7}});
        state.problems.push_back({"a", "regex", "[", "missing two", {}});
        return state;
    }
    routing::answer route(const routing::request& asked) const override
    {
        routing::answer found;
        found.candidate("b").because("keyword", "x", 2);
        found.candidate("a").because("keyword", std::string(asked.text), 1.5).span(0, 1).at({"a.yaml", 1, 2});
        found.candidate("a").because("file", "*", 1.5).file(asked.files.at(0));
        found.sort();
        if (asked.explain)
            found.tried({"c", "keyword", "y", "it is not in the text", {"c.yaml", 9, 0}});
        return found;
    }
    std::size_t count = 0;
};

} // namespace

BOOST_AUTO_TEST_SUITE(sdk_routing)

BOOST_AUTO_TEST_CASE(documents_become_values_and_values_documents)
{
    listener one;
    BOOST_TEST(one.prepare_json(R"({"agents":[{"id":"a","name":"A","later":1},{"id":"b"}],"later":2})") ==
               R"({"rules":2,"problems":[{"agent":"a","kind":"regex","pattern":"(","message":"missing one",)"
               R"("file":"a.yaml","line":3,"column":7},)"
               R"({"agent":"a","kind":"regex","pattern":"[","message":"missing two"}]})");
    BOOST_TEST(one.count == 2U);
    BOOST_TEST(
        one.route_json(R"({"text":"q\"","files":["x.c"]})") ==
        R"({"candidates":[{"agent":"a","score":3,"evidence":[)"
        R"({"kind":"keyword","pattern":"q\"","score":1.5,"span":[0,1],"where":{"file":"a.yaml","line":1,"column":2}},)"
        R"({"kind":"file","pattern":"*","score":1.5,"file":"x.c"}]},)"
        R"({"agent":"b","score":2,"evidence":[{"kind":"keyword","pattern":"x","score":2}]}]})");
    BOOST_TEST(
        one.route_json(R"({"files":["x.c"],"explain":true})")
            .ends_with(R"("tried":[{"agent":"c","kind":"keyword","pattern":"y","matched":false,)"
                       R"("why":"it is not in the text","where":{"file":"c.yaml","line":9,"column":0}}]})"));
}

BOOST_AUTO_TEST_CASE(agents_are_read_with_their_rules)
{
    const auto agents = routing::read_agents(
        R"({"agents":[{"id":"a","name":"A","description":"d","domain":"core","capabilities":["c1","c2"],"triggers":{)"
        R"("keywords":[{"text":"k","file":"a.yaml","line":5,"column":3}],"regex":[{"pattern":"r","priority":"high"}],)"
        R"("file_patterns":[{"glob":"*.c","file":"a.yaml","line":7,"column":3}]}}]})");
    BOOST_TEST_REQUIRE(agents.size() == 1U);
    BOOST_TEST(agents[0].domain == "core");
    BOOST_TEST(agents[0].capabilities.size() == 2U);
    BOOST_TEST(agents[0].keywords.at(0).where.line == 5U);
    BOOST_TEST(agents[0].regex.at(0).priority == "high");
    BOOST_TEST(!agents[0].regex.at(0).where.known());
    BOOST_TEST(agents[0].file_patterns.at(0).text == "*.c");
}

BOOST_AUTO_TEST_CASE(what_is_no_document_is_refused)
{
    json::document document;
    BOOST_CHECK_THROW(routing::read_agents("[]"), failure);
    BOOST_CHECK_THROW(routing::read_agents("{"), failure);
    BOOST_CHECK_THROW(routing::read_request(document, "7", {}), failure);
}

BOOST_AUTO_TEST_CASE(a_score_can_be_given_in_place_of_the_sum)
{
    routing::candidate one("a");
    one.because("k", "p", 2);
    one.because("k", "q", 3);
    BOOST_TEST(one.score() == 5);
    BOOST_TEST(one.with_score(1).score() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
