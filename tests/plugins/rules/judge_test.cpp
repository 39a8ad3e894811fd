#include "plugins/rules/reader.hpp"

#include <boost/test/unit_test.hpp>

namespace codexflow::rules {
namespace {

using policing::request;
using enum policing::decision;

request call_of(std::string tool, std::string agent = "worker")
{
    request made;
    made.who.id = made.who.alias = std::move(agent);
    made.tool = std::move(tool);
    made.effect = "once";
    made.workspace = "/w/p";
    return made;
}

request shell(std::string_view script, std::string agent = "worker")
{
    request made = call_of("shell", std::move(agent));
    made.command = script;
    return made;
}

request file(std::string_view resolved, bool writes)
{
    request made = call_of(writes ? "write" : "read");
    made.paths.push_back({std::string(resolved), std::string(resolved), writes});
    return made;
}

policing::decision says(const rule_set& all, const request& asked) { return judge(all, asked).says; }

} // namespace

BOOST_AUTO_TEST_SUITE(rule_judging)

BOOST_AUTO_TEST_CASE(the_order_of_rules_does_not_matter)
{
    const std::string allow_all = "- { decision: allow, tool: shell }\n", ask_git = "- { decision: ask, argv: [git] }\n",
                      deny_push = "- { decision: deny, argv: [git, push] }\n";
    for (const std::string& yaml : {allow_all + ask_git + deny_push, deny_push + ask_git + allow_all, ask_git + deny_push + allow_all})
    {
        const rule_set all = read_rules(yaml, "p");
        BOOST_TEST((says(all, shell("ls")) == allow));
        BOOST_TEST((says(all, shell("git log")) == ask));
        BOOST_TEST((says(all, shell("git log; git push")) == deny));
        BOOST_TEST((says(all, call_of("read")) == pass));
    }
}

BOOST_AUTO_TEST_CASE(every_part_must_be_allowed)
{
    const rule_set all = read_rules("- { decision: allow, argv: [ls] }\n- { decision: allow, argv: [git, [log, status]] }\n", "p");
    BOOST_TEST((says(all, shell("ls | git log && git status")) == allow));
    BOOST_TEST((says(all, shell("ls; rm x")) == pass));
    BOOST_TEST((says(all, shell("ls; $X")) == pass));
    BOOST_TEST((says(all, shell("")) == pass));
    request list = call_of("shell");
    list.argv = {"ls", "$X; rm"}; // words of a list are only words
    BOOST_TEST((says(all, list) == allow));
}

BOOST_AUTO_TEST_CASE(agents_are_named_by_id_or_alias)
{
    const rule_set all = read_rules("- { decision: deny, agent: 'git*', tool: shell }\n", "p");
    BOOST_TEST((says(all, shell("ls", "github")) == deny));
    BOOST_TEST((says(all, shell("ls", "Github")) == pass));
    request aliased = shell("ls");
    aliased.who.alias = "gitter";
    BOOST_TEST((says(all, aliased) == deny));
}

BOOST_AUTO_TEST_CASE(paths_are_judged_where_they_lead)
{
    const rule_set all = read_rules("- { decision: allow, paths: ['**'] }\n"
                                    "- { decision: deny, paths: ['/etc/**', '**/.env', '.env*'] }\n"
                                    "- { decision: ask, paths: ['src/**'], access: write }\n",
                                    "p");
    BOOST_TEST((says(all, file("/w/p/doc/a.md", true)) == allow));
    BOOST_TEST((says(all, file("/w/p/src/a.cpp", false)) == allow));
    BOOST_TEST((says(all, file("/w/p/src/a.cpp", true)) == ask));
    BOOST_TEST((says(all, file("/w/p/doc/../src/a.cpp", true)) == ask));
    BOOST_TEST((says(all, file("/w/p/a/.env", false)) == deny));
    BOOST_TEST((says(all, file("/w/p/../../etc//passwd", false)) == deny));
    BOOST_TEST((says(all, file("/proc/self/root/etc/passwd", false)) == deny));
    BOOST_TEST((says(all, file("/proc/self/cwd/.env", false)) == deny));
    BOOST_TEST((says(all, file("/proc/self/fd/7", false)) == deny));
    BOOST_TEST((says(all, file("/w/pa/x", false)) == pass)); // the neighbour's folder
    request two = file("/w/p/a", false);
    two.paths.push_back({"b", "/tmp/b", false});
    BOOST_TEST((says(all, two) == pass));
}

BOOST_AUTO_TEST_CASE(what_is_not_understood_is_as_the_rules_say)
{
    const std::string yaml = "rules: [ { decision: allow, tool: shell }, { decision: deny, argv: [rm] } ]\n";
    const policing::answer no = judge(read_rules(yaml, "p"), shell("$X"));
    BOOST_TEST((no.says == deny));
    BOOST_TEST(no.rule == "opaque");
    BOOST_TEST(no.reason == "what it would run cannot be told: the script is not understood: what it runs is not written out");
    BOOST_TEST((says(read_rules("opaque: ask\n" + yaml, "p"), shell("$X")) == ask));
    BOOST_TEST((says(read_rules("opaque: ask\n" + yaml, "p"), shell("$X; rm x")) == ask)); // the lexer stops at $X
    BOOST_TEST((says(read_rules("opaque: ask\n" + yaml, "p"), shell("rm x; $X")) == deny));
    // Nothing is forbidden: then there is nothing to get around.
    BOOST_TEST((says(read_rules("- { decision: allow, tool: shell }", "p"), shell("$X")) == allow));
    BOOST_TEST((says(read_rules("- { decision: allow, tool: shell }\n- { decision: deny, agent: other, argv: [rm] }", "p"), shell("$X")) == allow));
}

BOOST_AUTO_TEST_CASE(a_tool_is_offered_if_some_call_can_be_allowed)
{
    const rule_set all = read_rules("- { decision: allow, argv: [ls] }\n- { decision: deny, tool: write }\n- { decision: deny, tool: edit, paths: [a] }\n", "p");
    const auto offered = [&](std::string tool) {
        request made = call_of(std::move(tool));
        made.any_arguments = true;
        return says(all, made);
    };
    BOOST_TEST((offered("shell") == allow));
    BOOST_TEST((offered("write") == deny));
    BOOST_TEST((offered("edit") == allow));
}

BOOST_AUTO_TEST_CASE(every_rule_is_explained_when_asked)
{
    const rule_set all = read_rules("- { decision: allow, tool: shell }\n- { name: r, decision: deny, argv: [rm] }\n- { decision: deny, agent: x }\n", "p");
    request asked = shell("ls");
    BOOST_TEST(judge(all, asked).rules.empty());
    asked.explain = true;
    const policing::answer made = judge(all, asked);
    BOOST_TEST_REQUIRE(made.rules.size() == 3U);
    BOOST_TEST(made.rules[0].matched);
    BOOST_TEST(made.rules[1].why == "no part of the command begins as it says");
    BOOST_TEST(made.rules[2].why == "it is about another agent or tool");
    BOOST_TEST(made.rules[1].where.line == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow::rules
