#include "tests/plugins/policy/policy_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::test;

namespace {

tool_question shell(std::string script)
{
    tool_question asked = policy_fixture::call("shell", "once");
    asked.agent.tools.allowed = {"shell"};
    asked.command = std::move(script);
    return asked;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(rules_policy, policy_fixture)

BOOST_AUTO_TEST_CASE(a_file_is_found_beside_the_configuration)
{
    dir.write("policy.yaml", "rules:\n  - name: frozen\n    decision: deny\n    argv: [git, push]\n    reason: no pushing\n");
    const std::string yaml = "policies: [ { plugin: allowlist }, { plugin: rules, file: policy.yaml } ]\n";
    const policy_verdict no = decide(yaml, shell("ls && sudo git push"));
    BOOST_TEST((no.decision == policy_decision::deny));
    BOOST_TEST(no.plugin == "rules");
    BOOST_TEST(no.rule == "frozen");
    BOOST_TEST(no.reason == "no pushing");
    BOOST_TEST(local(to_string(no.where)) == "DIR/policy.yaml:2:5");
    BOOST_TEST(decide(yaml, shell("ls")).allows());
    BOOST_TEST((decide("policies: [ { plugin: rules, file: policy.yaml } ]", shell("ls")).decision == policy_decision::deny));
}

BOOST_AUTO_TEST_CASE(rules_cannot_widen_a_list)
{
    tool_question asked = shell("ls");
    asked.agent.tools.allowed = {"read"};
    const policy_verdict no = decide("policies: [ { plugin: rules, rules: [ { decision: allow } ] }, { plugin: allowlist } ]", asked);
    BOOST_TEST((no.decision == policy_decision::deny));
    BOOST_TEST(no.plugin == "allowlist");
}

BOOST_AUTO_TEST_CASE(a_fault_is_told_where_it_stands)
{
    dir.write("policy.yaml", "- decision: deny\n  argv: [git, push]\n  match: [git pull]\n");
    const std::string in_file = local(to_string(refused("policies: [ { plugin: rules, file: policy.yaml } ]")));
    BOOST_TEST(in_file.find("DIR/policy.yaml:3:11: the rule 'rules[0]' does not match its example") != std::string::npos, in_file);
    const std::string inline_ = local(to_string(refused("policies:\n  - plugin: rules\n    rules:\n      - decision: deny\n        argv: [git]\n        not_match: [git]\n")));
    BOOST_TEST(inline_.starts_with("DIR/codex-flow.yaml:6:"), inline_);
    BOOST_TEST(inline_.find("rules[0].not_match[0]: the rule 'rules[0]' matches its example") != std::string::npos, inline_);
}

BOOST_AUTO_TEST_SUITE_END()
