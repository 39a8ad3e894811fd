#include "tests/plugins/rules/bypass_corpus.hpp"

#include "plugins/rules/reader.hpp"

#include <boost/test/unit_test.hpp>

#include <iterator>

namespace codexflow::rules::test {
namespace {

rule_set guard()
{
    return read_rules("- { name: shell, decision: allow, tool: shell }\n"
                      "- { name: push, decision: deny, argv: [git, push] }\n"
                      "- { name: wipe, decision: deny, argv: [rm, -rf] }\n"
                      "- { name: files, decision: deny, paths: ['/etc/**', '**/.env'] }\n",
                      "guard.yaml");
}

policing::request shell(std::string_view script)
{
    policing::request asked;
    asked.who.id = asked.who.alias = "worker";
    asked.tool = "shell";
    asked.effect = "once";
    asked.workspace = "/home/project";
    asked.command = script;
    return asked;
}

} // namespace

BOOST_AUTO_TEST_SUITE(bypasses)

BOOST_AUTO_TEST_CASE(no_trick_gets_past_the_rules)
{
    const rule_set all = guard();
    BOOST_TEST(std::size(tricks) >= 60U);
    for (const trick& one : tricks)
    {
        const policing::answer said = judge(all, shell(one.command));
        BOOST_TEST((said.says == policing::decision::deny), one.what << ": " << one.command << " got " << policing::name_of(said.says));
        BOOST_TEST(!said.reason.empty());
    }
}

BOOST_AUTO_TEST_CASE(harmless_commands_stay_allowed)
{
    const rule_set all = guard();
    for (const std::string_view one : harmless)
    {
        const policing::answer said = judge(all, shell(one));
        BOOST_TEST((said.says == policing::decision::allow), one << " got " << said.rule << ": " << said.reason);
    }
}

// Where only some commands are allowed, a trick must not turn into one of them either.
BOOST_AUTO_TEST_CASE(no_trick_becomes_an_allowed_command)
{
    const rule_set all = read_rules("- { decision: allow, command: git status }\n- { decision: allow, argv: [ls] }\n", "allow.yaml");
    for (const trick& one : tricks)
        BOOST_TEST((judge(all, shell(one.command)).says != policing::decision::allow), one.what << ": " << one.command);
    for (const std::string_view script : {"./git status", "/tmp/ls", "sudo ls", "ls; cat x", "git $X", "git stat*", "git -C x status",
                                          "ls > /etc/motd", "ls > ../x", "PATH=. ls", "ls $(x)", "/usr/bin/../../tmp/ls"})
        BOOST_TEST((judge(all, shell(script)).says == policing::decision::pass), script);
    for (const std::string_view script : {"git status -s", "/usr/bin/git status", "ls -l | ls", "timeout 5 ls", "sh -c 'ls && git status'",
                                          "ls > x", "ls 2>/dev/null"})
        BOOST_TEST((judge(all, shell(script)).says == policing::decision::allow), script);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow::rules::test
