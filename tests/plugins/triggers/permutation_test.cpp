// No order of files, agents, rules or requested files may change an answer.
#include "tests/bench/generated_rules.hpp"
#include "tests/plugins/triggers/rules.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace codexflow;
using triggers::rule_book;

namespace {

template <class T> void shuffle(std::vector<T>& list, test::numbers& from)
{
    for (std::size_t i = list.size(); i > 1; --i)
        std::swap(list[i - 1], list[from.below(i)]);
}

/// Rules that overlap: few words, several spellings, the same rules for many agents.
std::vector<routing::agent> overlapping(test::numbers& from)
{
    const std::vector<std::string> keywords{"api",  "API", "Api docs",   "api docs",
                                            "docs", "c++", "code review"};
    const std::vector<std::string> globs{"**/*.js", "src/**", "*.{js,ts}", "**/api/**/*.js"};
    std::vector<routing::agent> agents;
    for (std::size_t i = 0; i != 8; ++i)
    {
        test::rules_of one("agent-" + std::to_string(i));
        for (std::size_t left = from.below(6); left != 0; --left)
            one.keyword(keywords[from.below(keywords.size())]);
        for (std::size_t left = from.below(4); left != 0; --left)
            one.glob(globs[from.below(globs.size())]);
        one.regex("api|docs", from.below(2) == 0 ? "high" : "low").regex("^code");
        agents.push_back(one);
    }
    return agents;
}

} // namespace

BOOST_AUTO_TEST_SUITE(triggers_permutations)

BOOST_AUTO_TEST_CASE(no_order_changes_an_answer)
{
    test::numbers from(99);
    const std::vector<std::string> texts{"code review of the API docs", "c++ api", "docs", "Api docs api"};
    std::size_t candidates = 0;
    for (int round = 0; round != 40; ++round)
    {
        std::vector<routing::agent> agents =
            round % 2 == 0 ? overlapping(from) : test::many_agents(200, from.next());
        std::vector<std::string_view> files{"src/api/x.js", "a.ts", "./src/y.js", "src/api/x.js"};
        const std::string text = texts[from.below(texts.size())] + ' ' + test::some_words(from, 200);
        const routing::answer first = rule_book(agents, {}).route(test::request_of(text, files, true));
        candidates += first.candidates().size();
        for (int again = 0; again != 4; ++again)
        {
            shuffle(agents, from);
            shuffle(files, from);
            for (routing::agent& one : agents)
            {
                shuffle(one.keywords, from);
                shuffle(one.regex, from);
                shuffle(one.file_patterns, from);
            }
            BOOST_TEST_REQUIRE(rule_book(agents, {}).route(test::request_of(text, files, true)).json() ==
                               first.json());
        }
    }
    BOOST_TEST(candidates > 100U);
}

BOOST_AUTO_TEST_SUITE_END()
