#include "tests/plugins/triggers/rules.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using test::request_of;
using test::rules_of;
using test::told;
using triggers::original_glob;
using triggers::original_rules;

BOOST_AUTO_TEST_SUITE(triggers_original)

BOOST_AUTO_TEST_CASE(keywords_are_substrings_and_come_before_expressions)
{
    const original_rules rules({rules_of("a").keyword("rest").keyword("API").regex("interest"),
                                rules_of("b").regex("^the").keyword("x")});
    BOOST_TEST(told(rules.route(request_of("the INTEREST"))) == "a 1 (keyword 'rest' 8-12)");
    BOOST_TEST(told(rules.route(request_of("the api"))) ==
               "b 1 (regex '^the' 0-3)"); // "API" is in no lower case
    BOOST_TEST(told(rules.route(request_of("none"))) == "");
}

BOOST_AUTO_TEST_CASE(candidates_stand_in_the_order_of_the_places)
{
    routing::agent late = rules_of("a").keyword("two").keyword("both"),
                   early = rules_of("b").keyword("one").keyword("both");
    late.keywords[0].where.file = late.keywords[1].where.file = "2.yaml";
    early.keywords[0].where.file = early.keywords[1].where.file = "1.yaml";
    for (const auto& agents : {std::vector{late, early}, std::vector{early, late}})
    {
        const original_rules rules(agents);
        BOOST_TEST(told(rules.route(request_of("two one"))) ==
                   "b 2 (keyword 'one' 4-7), a 1 (keyword 'two' 0-3)");
        BOOST_TEST(told(rules.route(request_of("both"))) ==
                   "a 2 (keyword 'both' 0-4), b 1 (keyword 'both' 0-4)");
    }
}

BOOST_AUTO_TEST_CASE(globs_as_they_were)
{
    BOOST_TEST(original_glob("**/*.ts") == "^.*/[^/]*\\.ts$");
    BOOST_TEST(original_glob("a{b,c}?[d]") == "^a\\{b,c\\}\\?\\[d\\]$");
    const original_rules rules({rules_of("a").glob("**/*.ts").glob(".github/*.yml").glob("github/*.yml")});
    BOOST_TEST(told(rules.route(request_of("", {"a.ts"}))) == "");
    BOOST_TEST(told(rules.route(request_of("", {"x/A.TS"}))) == "a 1 (file '**/*.ts' x/A.TS)");
    BOOST_TEST(told(rules.route(request_of("", {".github/ci.yml"}))) ==
               "a 1 (file 'github/*.yml' .github/ci.yml)");
    BOOST_TEST(told(rules.route(request_of("", {"./.github/ci.yml"}))) ==
               "a 1 (file '.github/*.yml' ./.github/ci.yml)");
}

BOOST_AUTO_TEST_CASE(rules_that_cannot_be_used_are_named)
{
    const original_rules rules({rules_of("a").keyword("").regex("(").keyword("k")});
    BOOST_TEST(told(rules.state()) ==
               "1 rules\na.yaml:1:3: a keyword '': it is empty\na.yaml:2:3: a regex '(': missing ): (");
}

BOOST_AUTO_TEST_SUITE_END()
