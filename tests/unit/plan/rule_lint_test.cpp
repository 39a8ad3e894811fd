#include "engine/plan/rule_lint.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace codexflow;

namespace {

using agents = std::vector<std::shared_ptr<const agent>>;

struct builder
{
    std::shared_ptr<agent> made = std::make_shared<agent>();
    unsigned line = 0;

    explicit builder(std::string id) { made->id = std::move(id); }
    location next() { return {made->id + ".yaml", ++line, 3}; }
    builder& keyword(std::string text)
    {
        made->triggers.keywords.push_back({std::move(text), next()});
        return *this;
    }
    builder& regex(std::string pattern, std::string priority = "medium")
    {
        made->triggers.regex.push_back({std::move(pattern), std::move(priority), next()});
        return *this;
    }
    builder& glob(std::string text)
    {
        made->triggers.file_patterns.push_back({std::move(text), next()});
        return *this;
    }
};

std::string lint(const agents& all)
{
    std::string text;
    for (const rule_finding& one : lint_rules(all))
        text += to_string(one.where) + ' ' + std::string(to_string(one.fault)) + ' ' + one.kind + ' ' +
                one.pattern + ": " + one.message + '\n';
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(linting_rules)

BOOST_AUTO_TEST_CASE(good_rules_are_left_alone)
{
    BOOST_TEST(
        lint(
            {builder("a").keyword("api").keyword("rest api").regex("^x").glob("**/*.ts").glob("**/*.js").made,
             builder("b").keyword("endpoint").regex("^x$").glob("src/**").made}) == "");
}

BOOST_AUTO_TEST_CASE(one_agent_says_the_same_twice)
{
    BOOST_TEST(lint({builder("a")
                         .keyword("API")
                         .keyword("api")
                         .keyword(" Api ")
                         .regex("^x")
                         .regex("^x", "high")
                         .glob("*.c")
                         .glob("*.c")
                         .made}) ==
               "a.yaml:2:3 shadowed keyword api: the same as 'API' of this agent, a.yaml:1:3\n"
               "a.yaml:3:3 shadowed keyword  Api : the same as 'API' of this agent, a.yaml:1:3\n"
               "a.yaml:5:3 shadowed regex ^x: the same as '^x' of this agent, a.yaml:4:3\n"
               "a.yaml:7:3 shadowed file *.c: the same as '*.c' of this agent, a.yaml:6:3\n");
}

BOOST_AUTO_TEST_CASE(one_glob_covers_another_of_the_same_agent)
{
    BOOST_TEST(
        lint({builder("a").glob("src/**/*.ts").glob("**/*.ts").made, builder("b").glob("src/*.ts").made}) ==
        "a.yaml:1:3 shadowed file src/**/*.ts: every path that fits also fits '**/*.ts', a.yaml:2:3: it "
        "never "
        "decides whether the agent is chosen\n");
    const std::string both = lint({builder("a").glob("*.{a,b}").glob("*.{b,a}").made});
    BOOST_TEST(std::count(both.begin(), both.end(), '\n') == 1,
               "two that mean the same do not shadow each other: " << both);
}

BOOST_AUTO_TEST_CASE(the_same_rule_of_several_agents)
{
    BOOST_TEST(lint({builder("b").keyword("Review").made, builder("a").keyword("review").made,
                     builder("c").keyword("reviews").made}) ==
               "b.yaml:1:3 ambiguous keyword Review: speaks alike for 2 agents: a, b\n");
    BOOST_TEST(lint({builder("a").regex("^x", "high").made, builder("b").regex("^x", "low").made}) == "",
               "their scores differ");
}

BOOST_AUTO_TEST_CASE(what_nothing_can_fit)
{
    BOOST_TEST(lint({builder("a").regex("a^b").glob("src//x").made}) ==
               "a.yaml:1:3 impossible regex a^b: no text can match: something must stand before the "
               "beginning of the "
               "text\n"
               "a.yaml:2:3 impossible file src//x: no path can fit: no path has two slashes in a row\n");
}

BOOST_AUTO_TEST_CASE(the_order_of_agents_changes_nothing_but_who_is_named_first)
{
    agents all{builder("a").keyword("x").keyword("X").made, builder("b").glob("*.c").glob("**/*.c").made};
    const std::string before = lint(all);
    std::reverse(all.begin(), all.end());
    BOOST_TEST(lint(all) == before);
}

BOOST_AUTO_TEST_SUITE_END()
