#include "tests/plugins/policy/policy_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>

using namespace codexflow;
using namespace codexflow::test;

namespace {

policy_verdict verdict(policy_decision what, std::string rule)
{
    policy_verdict made;
    made.decision = what;
    made.rule = std::move(rule);
    return made;
}

std::string said(std::string_view answer) { return "policies: [ { plugin: said, answer: '" + std::string(answer) + "' } ]\n"; }

} // namespace

BOOST_FIXTURE_TEST_SUITE(policy_chains, policy_fixture)

BOOST_AUTO_TEST_CASE(the_strictest_word_counts_in_any_order)
{
    using enum policy_decision;
    constexpr std::array all{pass, allow, ask, deny};
    for (const policy_decision first : all)
        for (const policy_decision second : all)
        {
            const std::array both{verdict(first, "1"), verdict(second, "2")};
            const policy_verdict together = combine(both);
            const policy_decision strictest = std::max(first, second);
            BOOST_TEST((together.decision == (strictest == pass ? deny : strictest)));
        }
    BOOST_TEST((combine({}).decision == deny));
    const std::array two{verdict(deny, "1"), verdict(deny, "2")};
    BOOST_TEST(combine(two).rule == "1");
}

BOOST_AUTO_TEST_CASE(nobody_to_ask_is_a_denial)
{
    using enum policy_decision;
    const policy_verdict no = without_asking(verdict(ask, "r"));
    BOOST_TEST((no.decision == deny));
    BOOST_TEST(no.rule == "r");
    BOOST_TEST(no.reason == "somebody would have to say yes, and nobody can be asked here");
    BOOST_TEST((without_asking(verdict(allow, "r")).decision == allow));
}

BOOST_AUTO_TEST_CASE(whatever_is_no_answer_is_a_denial_that_says_so)
{
    const std::array wrong{"", "{", "[]", "null", "{}", R"({"decision":null})", R"({"decision":"ALLOW"})",
                           R"({"decision":"allow "})", R"({"decision":1})", R"({"decision":"allow","reason":5})",
                           R"({"decision":"allow","where":7})", R"({"decision":"allow","tried":{}})",
                           R"({"decision":"allow","tried":[{"decision":"yes"}]})",
                           R"({"decision":"allow","where":{"line":-1}})"};
    for (const char* answer : wrong)
    {
        const policy_verdict made = decide(said(answer), call("read"));
        BOOST_TEST((made.decision == policy_decision::deny), answer);
        BOOST_TEST(made.broken, answer);
        BOOST_TEST(made.plugin == "said");
        BOOST_TEST(made.reason.starts_with("policy 'said': its answer is"), made.reason);
    }
}

BOOST_AUTO_TEST_CASE(a_policy_that_fails_denies)
{
    for (const char* fault : {"failure", "exception", "number"})
    {
        const policy_verdict made = decide("policies: [ { plugin: allowlist }, { plugin: said, fault: " + std::string(fault) + " } ]", call("read"));
        BOOST_TEST((made.decision == policy_decision::deny), fault);
        BOOST_TEST(made.broken);
        BOOST_TEST(made.reason.ends_with("what a policy cannot judge is denied"), made.reason);
    }
}

BOOST_AUTO_TEST_CASE(a_late_word_is_not_believed)
{
    time.step = 1'000'000;
    BOOST_TEST(decide(said(R"({"decision":"allow"})"), call("read")).allows());
    time.step = 1'000'001;
    const policy_verdict late = decide(said(R"({"decision":"allow"})"), call("read"));
    BOOST_TEST((late.decision == policy_decision::deny));
    BOOST_TEST(late.reason == "policy 'said' took 1000 ms, and more than 1000 ms is not waited for; what a policy cannot judge is denied");
}

BOOST_AUTO_TEST_CASE(a_policy_is_told_everything_about_the_call)
{
    tool_question asked = call("shell", "once");
    asked.agent = {"lead", "boss", {std::vector<std::string>{"shell"}, {"write"}}};
    asked.arguments_json = R"({"argv":["ls","-l"]})";
    asked.argv = {"ls", "-l"};
    asked.command = "ls -l";
    asked.paths = {{"a", "/w/a", false}, {"b", "/w/b", true}};
    BOOST_TEST(decide(said("REQUEST"), asked).reason ==
               R"({"agent":{"id":"lead","alias":"boss","allowed":["shell"],"restricted":["write"]},"tool":"shell",)"
               R"("effect":"once","arguments":{"argv":["ls","-l"]},"argv":["ls","-l"],"command":"ls -l",)"
               R"("paths":[{"path":"a","resolved":"/w/a","access":"read"},{"path":"b","resolved":"/w/b","access":"write"}],)"
               R"("workspace":"/w"})");
}

BOOST_AUTO_TEST_CASE(without_policies_the_allowlist_judges)
{
    const policy_verdict made = decide("version: 1\n", call("read"));
    BOOST_TEST(made.allows());
    BOOST_TEST(made.plugin == "allowlist");
    BOOST_TEST((decide("version: 1\n", call("write", "idempotent")).decision == policy_decision::deny));
}

BOOST_AUTO_TEST_CASE(a_page_is_enough_for_a_policy)
{
    const std::string both = "policies: [ { plugin: allowlist }, { plugin: frozen } ]";
    BOOST_TEST(decide(both, call("read")).allows());
    const policy_verdict no = decide(both, call("shell", "once"));
    BOOST_TEST((no.decision == policy_decision::deny));
    const auto made = open(both);
    tool_caller agent{"a", "a", {std::vector<std::string>{"read", "shell"}, {}}};
    const auto advertises = [&](const std::string& tool, const std::string& effect) {
        tool_question asked = call(tool, effect);
        asked.agent = agent;
        asked.any_arguments = true; // whether any call could be allowed
        return made->chain.decide(asked).decision != policy_decision::deny;
    };
    BOOST_TEST(advertises("read", "none"));
    BOOST_TEST(!advertises("shell", "once"));
    BOOST_TEST(!advertises("search", "none"));
}

BOOST_AUTO_TEST_CASE(a_policy_that_is_not_there_or_not_content_stops_everything)
{
    const error none = refused("policies:\n  - plugin: alowlist\n");
    BOOST_TEST((none.code == errc::not_found));
    BOOST_TEST(local(to_string(none)) == "DIR/codex-flow.yaml:2:13: no plugin offers the policy 'alowlist', which policies[0] names");
    BOOST_TEST(none.hint.find("allowlist") != std::string::npos, none.hint);
    BOOST_TEST(refused("policies: [ { plugin: said, fault: settings } ]").message.find("not these settings") != std::string::npos);
    const std::string extra = local(to_string(refused("policies: [ { plugin: allowlist, file: x } ]")));
    BOOST_TEST(extra.starts_with("DIR/codex-flow.yaml:1:"), extra);
    BOOST_TEST(extra.find("file") != std::string::npos, extra);
}

BOOST_AUTO_TEST_SUITE_END()
