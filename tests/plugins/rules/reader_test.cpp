#include "plugins/rules/reader.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

namespace codexflow::rules {
namespace {

std::string fault(std::string_view yaml, const std::string& file = "p.yaml")
{
    try
    {
        read_rules(yaml, file);
    }
    catch (const failure& thrown)
    {
        return thrown.what();
    }
    return "no fault";
}

bool begins(const std::string& text, std::string_view with) { return text.starts_with(with); }

} // namespace

BOOST_AUTO_TEST_SUITE(rule_reading)

BOOST_AUTO_TEST_CASE(all_that_a_rule_can_say)
{
    const rule_set made = read_rules("opaque: ask\n"
                                     "rules:\n"
                                     "  - name: no pushing\n"
                                     "    decision: deny\n"
                                     "    agent: [github-*, release]\n"
                                     "    tool: shell\n"
                                     "    argv: [git, [push, send-pack]]\n"
                                     "    reason: the release is frozen\n"
                                     "    match: ['git push', [git, send-pack, x], 'cd x && git push']\n"
                                     "    not_match: ['git pull']\n"
                                     "  - { decision: ask, paths: 'src/**', access: write, match: [src/a.cpp], not_match: [doc/a.md, /src/a] }\n"
                                     "  - { decision: allow, command: git status, match: [git status -s], not_match: ['git stash', 'git status; x'] }\n"
                                     "  - { decision: allow, tool: [read, l*], match: [read, list], not_match: [write] }\n",
                                     "p.yaml");
    BOOST_TEST((made.opaque == policing::decision::ask));
    BOOST_TEST_REQUIRE(made.rules.size() == 4U);
    const rule& first = made.rules[0];
    BOOST_TEST(first.name == "no pushing");
    BOOST_TEST(first.where.file == "p.yaml");
    BOOST_TEST(first.where.line == 3U);
    BOOST_TEST(first.argv[1].size() == 2U);
    BOOST_TEST(made.rules[1].name == "rules[1]");
    BOOST_TEST((made.rules[1].how == access::write));
    BOOST_TEST(made.rules[2].argv.size() == 2U);
}

BOOST_AUTO_TEST_CASE(every_fault_has_a_place)
{
    BOOST_TEST(begins(fault("- { decision: deny, tol: shell }"), "p.yaml:1:21: unknown key 'tol'; known are"));
    BOOST_TEST(begins(fault("- { decision: deny, name: a, name: b }"), "p.yaml:1:"));
    BOOST_TEST(begins(fault("rule: []"), "p.yaml:1:1: unknown key 'rule'"));
    BOOST_TEST(begins(fault("- { tool: shell }"), "p.yaml:1:3: the rule has no decision"));
    BOOST_TEST(begins(fault("- { decision: Deny }"), "p.yaml:1:15: 'Deny' is none of"));
    BOOST_TEST(begins(fault("{ rules: [], opaque: allow }"), "p.yaml:1:22: 'allow' is none of ask and deny"));
    BOOST_TEST(begins(fault("- { decision: deny, tool: Bash }"), "p.yaml:1:27: there is no tool 'Bash'"));
    BOOST_TEST(begins(fault("- { decision: deny, argv: git }"), "p.yaml:1:27: a list of words"));
    BOOST_TEST(begins(fault("- { decision: deny, argv: [] }"), "p.yaml:1:27: a list of words"));
    BOOST_TEST(begins(fault("- { decision: deny, argv: [a], command: a }"), "p.yaml:1:41: argv and command"));
    BOOST_TEST(begins(fault("- { decision: deny, command: 'a; b' }"), "p.yaml:1:30: one plain command"));
    BOOST_TEST(begins(fault("- { decision: deny, command: 'a $(b)' }"), "p.yaml:1:30: the command is not understood"));
    BOOST_TEST(begins(fault("- { decision: deny, paths: ['[a'] }"), "p.yaml:1:28: the glob '[a' cannot be used"));
    BOOST_TEST(begins(fault("- { decision: deny, access: write }"), "p.yaml:1:29: access belongs to paths"));
    BOOST_TEST(begins(fault("- { decision: deny, paths: a, access: rw }"), "p.yaml:1:39: 'rw' is none of"));
    BOOST_TEST(begins(fault("- decision: deny\n  tool: [shell\n"), "p.yaml:"));
    BOOST_TEST(begins(fault("just text"), "p.yaml:1:1: a list of rules"));
    BOOST_TEST(begins(fault(""), "p.yaml"));
    BOOST_TEST(begins(fault(R"([{"decision":"deny","argv":["a",""]}])", ""), "rules[0].argv[1]: a text is needed"));
}

BOOST_AUTO_TEST_CASE(an_example_that_fails_is_an_error)
{
    BOOST_TEST(fault("- { decision: deny, argv: [git, push], match: [git pull] }") ==
               "p.yaml:1:48: the rule 'rules[0]' does not match its example");
    BOOST_TEST(fault("- name: x\n  decision: deny\n  argv: [rm]\n  not_match: [ls, 'sudo rm a']\n") ==
               "p.yaml:4:19: the rule 'x' matches its example");
    BOOST_TEST(begins(fault("- { decision: deny, argv: [rm], not_match: ['$X'] }"), "p.yaml:1:45: the rule 'rules[0]' matches its example: what it would run"));
    BOOST_TEST(fault("- { decision: allow, paths: 'a/*', match: [a/b/c] }") == "p.yaml:1:44: the rule 'rules[0]' does not match its example");
}

BOOST_AUTO_TEST_CASE(settings_name_a_file_or_the_rules)
{
    const auto refused = [](std::string_view json) {
        try
        {
            rules_of(json);
        }
        catch (const failure& thrown)
        {
            return std::string(thrown.what());
        }
        return std::string("no fault");
    };
    BOOST_TEST(refused("{}") == "there are no rules: give file or rules");
    BOOST_TEST(refused(R"({"file":"x","rules":[]})") == "file and rules exclude each other");
    BOOST_TEST(refused(R"({"file":"/nowhere/p.yaml"})") == "/nowhere/p.yaml: the file with the rules cannot be read");
    BOOST_TEST((rules_of(R"({"rules":[{"decision":"deny","tool":"shell"}],"opaque":"ask"})").opaque == policing::decision::ask));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow::rules
