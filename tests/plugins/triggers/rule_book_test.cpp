#include "tests/plugins/triggers/rules.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using test::request_of;
using test::rules_of;
using test::told;
using triggers::rule_book;

BOOST_AUTO_TEST_SUITE(triggers_rule_book)

BOOST_AUTO_TEST_CASE(all_kinds_count_and_add_up)
{
    const rule_book book(
        {rules_of("backend").keyword("api").keyword("rest api").glob("**/api/**/*.js"),
         rules_of("reviewer").keyword("review").regex("^review .* api$", "high").glob("**/*.js")},
        {});
    BOOST_TEST(told(book.state()) == "6 rules");
    BOOST_TEST(
        told(book.route(request_of("Review the REST API", {"src/api/x.js"}))) ==
        "reviewer 50 (keyword 'review' 0-6, regex '^review .* api$' 0-19, file '**/*.js' src/api/x.js), "
        "backend 37 (keyword 'api' 16-19, keyword 'rest api' 11-19, file '**/api/**/*.js' src/api/x.js)");
    BOOST_TEST(told(book.route(request_of("nothing of it", {"README.md"}))) == "");
    BOOST_TEST(told(book.route(request_of(""))) == "");
}

BOOST_AUTO_TEST_CASE(the_scores_are_those_of_the_documentation)
{
    const rule_book book({rules_of("a").keyword("one"), rules_of("b").keyword("one two"),
                          rules_of("c").keyword("one two three"), rules_of("d").keyword("ci/cd"),
                          rules_of("h").regex("one", "high"), rules_of("m").regex("one", "medium"),
                          rules_of("l").regex("one", "low"), rules_of("x").glob("**/*.c"),
                          rules_of("y").glob("src/**/*.c"), rules_of("z").glob("src/lib/a.c")},
                         {});
    BOOST_TEST(
        told(book.route(request_of("one two three ci/cd", {"src/lib/a.c"}))) ==
        "h 30 (regex 'one' 0-3), c 20 (keyword 'one two three' 0-13), m 20 (regex 'one' 0-3), "
        "z 16 (file 'src/lib/a.c' src/lib/a.c), b 15 (keyword 'one two' 0-7), "
        "y 12 (file 'src/**/*.c' src/lib/a.c), a 10 (keyword 'one' 0-3), d 10 (keyword 'ci/cd' 14-19), "
        "l 10 (regex 'one' 0-3), x 10 (file '**/*.c' src/lib/a.c)");
}

BOOST_AUTO_TEST_CASE(a_rule_counts_once_for_a_text_and_once_for_each_file)
{
    const rule_book book({rules_of("a").keyword("api").keyword("API").glob("**/*.js")}, {});
    BOOST_TEST(told(book.state()) ==
               "2 rules"); // "api" and "API" are one, spelled as the first in the alphabet
    BOOST_TEST(told(book.route(request_of("api api api", {"b.js", "./b.js", "a.js", "c/"}))) ==
               "a 30 (keyword 'API' 0-3, file '**/*.js' a.js, file '**/*.js' ./b.js)");
}

BOOST_AUTO_TEST_CASE(rules_that_cannot_be_used_are_named_and_the_others_go_on)
{
    const rule_book book({rules_of("a")
                              .keyword("")
                              .keyword(" \t ")
                              .regex("a(")
                              .regex("")
                              .regex("x", "urgent")
                              .glob("")
                              .glob("src/{a,b")
                              .glob("[z-a].c")
                              .keyword("good"),
                          rules_of("b").regex("a(").regex("good")},
                         {});
    BOOST_TEST(told(book.state()) ==
               "2 rules\n"
               "a.yaml:1:3: a keyword '': it is empty\n"
               "a.yaml:2:3: a keyword ' \t ': it is empty\n"
               "a.yaml:3:3: a regex 'a(': missing ): a(\n"
               "a.yaml:4:3: a regex '': it is empty\n"
               "a.yaml:5:3: a regex 'x': its priority 'urgent' is none of high, medium, low\n"
               "a.yaml:6:3: a file '': it is empty\n"
               "a.yaml:7:3: a file 'src/{a,b': the { is not closed\n"
               "a.yaml:8:3: a file '[z-a].c': a range in [...] runs backwards\n"
               "b.yaml:1:3: b regex 'a(': missing ): a(");
    BOOST_TEST(told(book.route(request_of("good"))) == "b 20 (regex 'good' 0-4), a 10 (keyword 'good' 0-4)");
    std::string many;
    for (int i = 0; i != 65; ++i)
        many += "x ";
    BOOST_TEST(told(rule_book({rules_of("a").keyword(many)}, {}).state()).find("more than 64 words") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(explaining_tells_of_every_rule_that_did_not_match)
{
    const rule_book book({rules_of("a").keyword("rest").keyword("api").regex("^x").glob("*.c"),
                          rules_of("b").keyword("rest").keyword("soap")},
                         {});
    const auto tried = [&](const routing::request& asked) {
        std::string text;
        const routing::answer answer = book.route(asked);
        for (const routing::tried_rule& one : answer.tried())
            text += one.agent + ' ' + one.kind + ' ' + one.pattern + ' ' + one.where.file + ':' +
                    std::to_string(one.where.line) + ": " + one.why + '\n';
        return text;
    };
    BOOST_TEST(tried(request_of("an API of Interest,", {}, true)) ==
               "a keyword rest a.yaml:1: it is only a part of 'interest,'\n"
               "b keyword rest b.yaml:1: it is only a part of 'interest,'\n"
               "b keyword soap b.yaml:2: it is not in the text\n"
               "a regex ^x a.yaml:3: it does not match the text\n"
               "a file *.c a.yaml:4: no files were given\n");
    BOOST_TEST(
        tried(request_of("", {"a.h"}, true)).find("a file *.c a.yaml:4: it matches none of the files\n") !=
        std::string::npos);
    BOOST_TEST(tried(request_of("", {"a.h"}, true)).find("a keyword api a.yaml:2: no text was given\n") !=
               std::string::npos);
    BOOST_TEST(tried(request_of("an API")) == "");
}

BOOST_AUTO_TEST_CASE(settings_change_what_they_say)
{
    const std::vector<routing::agent> agents{rules_of("a").keyword("endpoint").glob("**/*.TS")};
    BOOST_TEST(told(rule_book(agents, {}).route(request_of("endpoints", {"src/a.ts"}))) ==
               "a 10 (file '**/*.TS' src/a.ts)");
    triggers::settings_of_router given;
    given.plurals = true;
    given.file_case = triggers::letter_case::exact;
    BOOST_TEST(told(rule_book(agents, given).route(request_of("endpoints", {"src/a.ts"}))) ==
               "a 10 (keyword 'endpoint' 0-9)");
    const auto read = triggers::read_settings(R"({"compat":"original","plurals":true,"file_case":"exact"})");
    BOOST_TEST(read.original);
    BOOST_TEST(read.plurals);
    BOOST_TEST((read.file_case == triggers::letter_case::exact));
    BOOST_TEST(!triggers::read_settings("{}").original);
    BOOST_CHECK_THROW(triggers::read_settings("[]"), failure);
}

BOOST_AUTO_TEST_SUITE_END()
