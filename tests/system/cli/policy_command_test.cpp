#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

using namespace codexflow;
using namespace codexflow::test;

namespace {

struct policy_project : cli_project
{
    policy_project()
    {
        write("policy.yaml", "- { name: shell, decision: allow, tool: shell }\n"
                             "- { name: pushing, decision: deny, argv: [git, push], reason: the release is frozen }\n"
                             "- { name: removing, decision: ask, argv: [rm] }\n");
        write("codex-flow.yaml", "policies: [ { plugin: allowlist }, { plugin: rules, file: policy.yaml } ]\n");
        write("codex/agents/reader.codex.yaml",
              "version: 1\nagent: { id: reader, name: R }\ncapabilities: { detail: { tools: { allowed: [Read] } } }\n");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(policy_command, policy_project)

BOOST_AUTO_TEST_CASE(a_command_is_judged_and_explained)
{
    const auto no = call({"policy", "check", "--", "sudo", "git", "-C", "x", "push", "--json"});
    BOOST_TEST(no.status == 77);
    BOOST_TEST(no.err == "");
    has(local(no.out), {"denied: sudo git -C x push --json\nbecause the release is frozen\nto permit it: change or remove the rule 'pushing'\n",
                 "\nallowlist says allow", "\nrules says deny: the release is frozen\n",
                 "  * deny  pushing: it matches (policy.yaml:2:3)\n", "    ask   removing: no part of the command begins as it says"});
    const auto yes = call({"policy", "check", "--", "git status; ls"});
    BOOST_TEST(yes.status == 0);
    has(yes.out, {"allowed: git status; ls\n"});
}

BOOST_AUTO_TEST_CASE(asking_is_denying_where_nobody_is_asked)
{
    const auto end = call({"policy", "check", "--", "rm", "x"});
    BOOST_TEST(end.status == 77);
    has(end.out, {"denied: rm x\n", "somebody would have to say yes, and nobody can be asked here", "rules says ask"});
}

BOOST_AUTO_TEST_CASE(an_agent_keeps_to_its_list)
{
    const auto no = call({"policy", "check", "--agent", "reader", "--json", "--", "ls"});
    BOOST_TEST(no.status == 77);
    json::document document;
    BOOST_REQUIRE(document.parse(no.out));
    const auto root = document.root();
    BOOST_TEST(!root["allowed"].as_bool().value());
    BOOST_TEST(root["policy"].string() == "allowlist");
    BOOST_TEST(root["reason"].string() == "the definition of agent 'reader' does not list 'shell'; it lists read");
    BOOST_TEST(root["policies"].size() == 2U);
    BOOST_TEST(root["request"]["agent"]["id"].string() == "reader");
    const auto yes = call({"policy", "check", "--agent", "reader", "--tool", "read", "--args", "{\"path\":\"a.md\"}"});
    BOOST_TEST(yes.status == 0);
    const auto other = call({"policy", "check", "--agent", "reader", "--tool", "write", "--args", "{\"path\":\"a.md\"}"});
    BOOST_TEST(other.status == 77);
}

BOOST_AUTO_TEST_CASE(bad_input_is_none_of_the_policies_business)
{
    BOOST_TEST(call({"policy", "check", "--agent", "raeder", "--", "ls"}).status == 65);
    BOOST_TEST(call({"policy", "check", "--args", "{"}).status == 65);
    BOOST_TEST(call({"policy", "check", "--args", "[]"}).status == 65);
    BOOST_TEST(call({"policy", "check"}).status == 64);
    BOOST_TEST(call({"policy", "check", "--args", "{}", "--", "ls"}).status == 64);
    write("policy.yaml", "- { decision: deny, argv: [git, push], match: [git pull] }\n");
    const auto end = call({"policy", "test"});
    BOOST_TEST(end.status == 65);
    has(local(end.err), {"policy.yaml:1:48: the rule 'rules[0]' does not match its example"});
}

BOOST_AUTO_TEST_CASE(cases_are_checked)
{
    BOOST_TEST(call({"policy", "test"}).out == "the policies hold: allowlist, rules\n");
    write("cases.jsonl", "{\"command\": \"ls\", \"expect\": \"allow\"}\n"
                         "{\"argv\": [\"rm\", \"x\"], \"expect\": \"ask\"}\n\n"
                         "{\"name\": \"push\", \"command\": \"git push\", \"expect\": \"allow\"}\n"
                         "{\"agent\": \"reader\", \"tool\": \"read\", \"arguments\": {\"path\": \"x\"}, \"expect\": \"allow\"}\n");
    const auto end = call({"policy", "test", "cases.jsonl"});
    BOOST_TEST(end.status == 1);
    BOOST_TEST(end.out == "cases.jsonl:4:1: push: expected allow, got deny: the release is frozen\n4 cases: 3 ok, 1 failed\n");
    json::document document;
    const auto as_json = call({"policy", "test", "cases.jsonl", "--json"});
    BOOST_REQUIRE(document.parse(as_json.out));
    BOOST_TEST(document.root()["failures"][std::size_t{0}]["rule"].string() == "pushing");
    write("cases.jsonl", "{\"command\": \"ls\", \"expect\": \"yes\"}\n");
    const auto bad = call({"policy", "test", "cases.jsonl"});
    BOOST_TEST(bad.status == 65);
    has(bad.err, {"cases.jsonl:1:1: expect is allow, ask or deny"});
}

BOOST_AUTO_TEST_SUITE_END()
