#include "tests/plugins/router/router_fixture.hpp"

#include "engine/base/text.hpp"

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

using namespace codexflow;

namespace {

struct fixture : test::router_fixture
{
    fixture()
    {
        agent("a.yaml", "coder", "keywords: [build, code], file_patterns: ['**/*.c']");
        agent("b.yaml", "reviewer",
              "keywords: [code review], regex: [{ pattern: '^check', priority: high }]");
        agent("c.yaml", "writer", "keywords: [docs]");
    }

    /// What a chain over @p yaml says instead of opening or answering.
    std::string fault(std::string_view yaml, std::string text = "code")
    {
        auto made = open(yaml);
        if (!made)
            return told_error(made.error());
        const auto answer = made->chain.route({std::move(text), {}, false});
        return answer ? "fine: " + told(*answer) : told_error(answer.error());
    }
    std::string told_error(const error& e) const
    {
        return local(
            fmt::format("{} {}{}{}", to_string(e.code), to_string(e), e.hint.empty() ? "" : " | ", e.hint));
    }

    static std::string rejected(const route_answer& answer)
    {
        std::string text;
        for (const route_rejection& one : answer.rejected)
            text += fmt::format("{} of {} ({:g}): {}\n", one.agent, one.strategy, one.score.value_or(-1),
                                one.reason);
        return text;
    }
};

std::string said(std::string_view answer)
{
    return fmt::format(
        "router: {{ strategies: [ {{ plugin: said, answer: '{}' }}, {{ plugin: triggers }} ] }}\n", answer);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(router_chains, fixture)

BOOST_AUTO_TEST_CASE(triggers_decide_without_any_configuration)
{
    const route_answer answer = ask("do a code review", {"src/x.c"});
    BOOST_TEST(told(answer) == "coder 20, reviewer 15");
    BOOST_TEST(answer.strategy == "triggers");
    BOOST_TEST((answer.asked == std::vector<std::string>{"triggers"}));
    const route_evidence& why = answer.candidates[1].evidence.at(0);
    BOOST_TEST(why.kind == "keyword");
    BOOST_TEST(why.pattern == "code review");
    BOOST_TEST((why.span == text_span{5, 16}));
    BOOST_TEST(local(to_string(why.where)) == "DIR/agents/b.yaml:3:24");
    BOOST_TEST(answer.candidates[0].strategy == "triggers");
    BOOST_TEST(answer.tried.empty());
    BOOST_TEST(told(ask("nothing fits")) == "");
    BOOST_TEST(ask("nothing fits").strategy == "");
}

BOOST_AUTO_TEST_CASE(the_first_strategy_with_a_candidate_decides)
{
    const std::string yaml =
        "router: { strategies: [ { plugin: mentions, score: 7 }, { plugin: triggers } ] }\n";
    const route_answer mentioned = ask("@writer code", {}, yaml);
    BOOST_TEST(told(mentioned) == "writer 7");
    BOOST_TEST(mentioned.strategy == "mentions");
    BOOST_TEST((mentioned.asked == std::vector<std::string>{"mentions"}));
    BOOST_TEST(mentioned.candidates[0].evidence.at(0).kind == "mention");
    const route_answer plain = ask("code", {}, yaml);
    BOOST_TEST(told(plain) == "coder 10");
    BOOST_TEST((plain.asked == std::vector<std::string>{"mentions", "triggers"}));
    auto made = open(yaml);
    BOOST_TEST((made->chain.strategies() == std::vector<std::string>{"mentions", "triggers"}));
    BOOST_TEST(made->chain.rules() == 6U);
}

BOOST_AUTO_TEST_CASE(a_router_without_prepare_gets_the_agents_with_each_request)
{
    const route_answer answer = ask("x", {}, said("AGENTS"));
    BOOST_TEST(told(answer) == "coder 1, reviewer 1, writer 1");
    BOOST_TEST(answer.tie_breaks.size() == 2U);
    BOOST_TEST(answer.tie_breaks.at(0) == "'coder' before 'reviewer' at the same score of 1: by id");
}

BOOST_AUTO_TEST_CASE(candidates_are_ordered_by_the_host)
{
    const route_answer answer = ask(
        "x", {},
        said(
            R"({"candidates":[{"agent":"writer","score":1},{"agent":"coder","score":3},{"agent":"reviewer","score":1}]})"));
    BOOST_TEST(told(answer) == "coder 3, reviewer 1, writer 1");
}

BOOST_AUTO_TEST_CASE(agents_that_do_not_exist_are_rejected_and_the_next_strategy_asked)
{
    const route_answer answer = ask("code", {}, said(R"({"candidates":[{"agent":"ghost","score":9}]})"));
    BOOST_TEST(told(answer) == "coder 10");
    BOOST_TEST(answer.strategy == "triggers");
    BOOST_TEST(rejected(answer) == "ghost of said (9): there is no such agent\n");
}

BOOST_AUTO_TEST_CASE(low_scores_and_surplus_candidates_are_rejected)
{
    const std::string text = "check the code review docs";
    BOOST_TEST(told(ask(text)) == "reviewer 45, coder 10, writer 10");
    const route_answer top = ask(text, {}, "router: { top: 2 }\n");
    BOOST_TEST(told(top) == "reviewer 45, coder 10");
    BOOST_TEST(rejected(top) == "writer of triggers (10): it is number 3, and router.top is 2\n");
    const route_answer strong = ask(text, {}, "router: { min_score: 10.5 }\n");
    BOOST_TEST(told(strong) == "reviewer 45");
    BOOST_TEST(rejected(strong) == "coder of triggers (10): its score is below router.min_score, 10.5\n"
                                   "writer of triggers (10): its score is below router.min_score, 10.5\n");
    BOOST_TEST(told(ask("docs", {}, "router: { min_score: 11 }\n")) == "");
}

BOOST_AUTO_TEST_CASE(bad_rules_are_named_with_their_places_and_the_others_go_on)
{
    agent("d.yaml", "broken", "keywords: [good], regex: [{ pattern: 'a(' }], file_patterns: ['x{']");
    auto made = open();
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST_REQUIRE(made->chain.problems().size() == 2U);
    const error first = to_error(made->chain.problems()[0]);
    BOOST_TEST(local(to_string(first)) ==
               "DIR/agents/d.yaml:3:50: agent 'broken': the regex 'a(' cannot be used: missing ): a(");
    BOOST_TEST(!first.hint.empty());
    BOOST_TEST(
        local(to_string(to_error(made->chain.problems()[1]))) ==
        "DIR/agents/d.yaml:3:75: agent 'broken': the file pattern 'x{' cannot be used: the { is not closed");
    BOOST_TEST(made->chain.problems()[0].strategy == "triggers");
    BOOST_TEST(told(*made->chain.route({"good", {}, false})) == "broken 10");
}

BOOST_AUTO_TEST_CASE(rules_that_were_tried_are_told_on_request)
{
    auto made = open();
    const auto answer = made->chain.route({"encode", {}, true});
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->tried.size() == 6U);
    std::string text;
    for (const route_tried& one : answer->tried)
        if (one.pattern == "code")
            text += local(fmt::format("{} {} {} {}: {}", one.strategy, one.agent, one.kind,
                                      to_string(one.where), one.why));
    BOOST_TEST(text == "triggers coder keyword DIR/agents/a.yaml:3:31: it is only a part of 'encode'");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_routed_is_refused)
{
    auto made = open();
    const auto fault_of = [&](const route_request& request) {
        return told_error(made->chain.route(request).error());
    };
    BOOST_TEST(fault_of({"", {}, false}) ==
               "invalid_argument there is nothing to route: neither a text nor files");
    BOOST_TEST(fault_of({"a\xFF", {}, false}) == "invalid_argument the text to route is not UTF-8");
    BOOST_TEST(fault_of({"", {"a\xFF.c"}, false}) == "invalid_argument the path " + quote("a\xFF.c") +
                                                         " is not UTF-8, so no rule can be held against it");
}

BOOST_AUTO_TEST_CASE(faults_of_the_configuration_are_told_with_their_places)
{
    BOOST_TEST(fault("router:\n  strategies:\n    - plugin: trigers\n") ==
               "not_found DIR/codex-flow.yaml:3:15: no plugin offers the router 'trigers', which "
               "router.strategies[0] names | "
               "did you mean 'triggers'?");
    BOOST_TEST(fault("router:\n  strategies:\n    - plugin: triggers\n      compat: old\n")
                   .starts_with("invalid_argument DIR/codex-flow.yaml:4:15: "));
    BOOST_TEST(fault("router:\n  strategies:\n    - plugin: triggers\n      plural: true\n")
                   .find("did you mean 'plurals'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_plugin_that_misbehaves_is_named)
{
    const auto with = [](std::string_view rest) {
        return fmt::format("router: {{ strategies: [ {{ {} }} ] }}\n", rest);
    };
    BOOST_TEST(fault(with("plugin: said, answer: 'oh'"))
                   .starts_with("plugin_misbehaved router 'said': its answer is wrong: it is not JSON"));
    BOOST_TEST(fault(with("plugin: said, answer: '{\"candidates\":[{\"agent\":\"coder\"}]}'")) ==
               "plugin_misbehaved router 'said': its answer is wrong: candidates[0].score is not a number");
    BOOST_TEST(fault(with("plugin: said, fault: exception")) ==
               "plugin_misbehaved router 'said': the plugin failed with an exception (out of the router)");
    BOOST_TEST(fault(with("plugin: said, fault: number")).starts_with("plugin_misbehaved router 'said': "));
    BOOST_TEST(fault(with("plugin: said, fault: failure")) ==
               "invalid_argument router 'said': the rules are not mine");
    BOOST_TEST(
        fault(with("plugin: prepared, prepared: '{}'"))
            .starts_with(
                "plugin_misbehaved router.strategies[0]: router 'prepared': its answer is wrong: rules "));
    BOOST_TEST(fault(with("plugin: prepared, fault: failure")) ==
               "invalid_argument router.strategies[0]: router 'prepared': the rules are not mine");
}

BOOST_AUTO_TEST_CASE(a_slow_router_is_reported)
{
    time.step = 101'000;
    auto made = open("router: { strategies: [ { plugin: mentions } ] }\n");
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->chain.remarks().empty());
    const auto answer = made->chain.route({"@coder", {}, false});
    BOOST_TEST(answer->remarks.at(0) == "router 'mentions' took 101 ms to route; more than 100 ms is slow");
    time.step = 6'000'000;
    BOOST_TEST(open()->chain.remarks().at(0) ==
               "router 'triggers' took 6000 ms to prepare; more than 5000 ms is slow");
    time.step = 100'000;
    BOOST_TEST(made->chain.route({"@coder", {}, false})->remarks.empty());
}

BOOST_AUTO_TEST_CASE(digests_follow_rules_and_input_and_nothing_else)
{
    const route_answer first = ask("code", {"a.c"});
    BOOST_TEST(first.rules_digest.starts_with("sha256:"));
    BOOST_TEST(ask("code", {"a.c"}).input_digest == first.input_digest);
    BOOST_TEST(ask("code").input_digest != first.input_digest);
    BOOST_TEST(ask("coder", {"a.c"}).input_digest != first.input_digest);
    BOOST_TEST(ask("coder", {"a.c"}).rules_digest == first.rules_digest);
    BOOST_TEST(ask("code", {}, "router: { top: 1 }\n").rules_digest != first.rules_digest);
    BOOST_TEST(
        ask("code", {}, "router: { strategies: [ { plugin: triggers, plurals: true } ] }\n").rules_digest !=
        first.rules_digest);

    // The same agents in another project, in other files and another order of rules.
    test::router_fixture other;
    other.agent("z.yaml", "coder", "file_patterns: ['**/*.c'], keywords: [code, build]");
    other.agent("y.yaml", "reviewer",
                "regex: [{ pattern: '^check', priority: high }], keywords: [code review]");
    other.agent("x.yaml", "writer", "keywords: [docs]");
    BOOST_TEST(other.ask("code").rules_digest == first.rules_digest);
    BOOST_TEST(told(other.ask("do a code review", {"src/x.c"})) ==
               told(ask("do a code review", {"src/x.c"})));
    other.agent("x.yaml", "writer", "keywords: [doc]");
    BOOST_TEST(other.ask("code").rules_digest != first.rules_digest);
}

BOOST_AUTO_TEST_SUITE_END()
