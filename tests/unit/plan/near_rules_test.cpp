#include "engine/plan/near_rules.hpp"

#include "engine/registry/agent.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace codexflow;

namespace {

using agents = std::vector<std::shared_ptr<const agent>>;

std::shared_ptr<const agent> with(std::string id, std::vector<std::string> keywords)
{
    auto made = std::make_shared<agent>();
    made->id = std::move(id);
    for (std::string& each : keywords)
        made->triggers.keywords.push_back({std::move(each), {}});
    return made;
}

std::string near(std::string_view text, const agents& all, std::size_t most = 5)
{
    std::string line;
    for (const near_rule& one : near_rules(text, all, most))
        line += one.agent + ':' + one.keyword + '(' + one.said + ") ";
    return line;
}

} // namespace

BOOST_AUTO_TEST_SUITE(near_rules_of_a_text)

BOOST_AUTO_TEST_CASE(shared_words_come_before_misspelt_ones)
{
    const agents all{with("docs", {"openapi spec", "swagger"}), with("backend", {"endpoint", "rest api"})};
    BOOST_TEST(near("Write a spec for the endpiont", all) ==
               "docs:openapi spec(spec) backend:endpoint(endpiont) ");
    BOOST_TEST(near("Write a poem", all) == "");
    BOOST_TEST(near("", all) == "");
}

BOOST_AUTO_TEST_CASE(short_words_prove_nothing)
{
    BOOST_TEST(near("to be or", {with("a", {"to do", "be"})}) == "");
}

BOOST_AUTO_TEST_CASE(each_once_a_few_and_in_one_order)
{
    agents all{with("b", {"review", "review", "Review it"}), with("a", {"review"})};
    const std::string once = near("review that", all);
    BOOST_TEST(once == "b:Review it(review) a:review(review) b:review(review) ");
    std::reverse(all.begin(), all.end());
    BOOST_TEST(near("review that", all) == once);
    BOOST_TEST(near("review that", all, 1) == "b:Review it(review) ");
}

BOOST_AUTO_TEST_SUITE_END()
