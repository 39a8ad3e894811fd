#include "cli/terminal_approver.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;
using namespace codexflow::cli;
using gateway::approval;

namespace {

struct fixture
{
    std::string asked(std::string subject) const
    {
        return question_text({task, "shell", std::move(subject), said}, false);
    }

    task_ref task{"coder-1", "coder", "coder", "p", "m"};
    policy_verdict said;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(terminal_approver, fixture)

BOOST_AUTO_TEST_CASE(the_question_says_who_wants_what_and_which_rule_asks)
{
    said.plugin = "rules";
    said.rule = "push";
    said.reason = "pushing is for people";
    said.where = {"policy.yaml", 3, 5};
    BOOST_TEST(asked("git push\norigin") ==
               "question: may the agent 'coder' (task coder-1) call 'shell'?\n"
               "    git push\n"
               "    origin\n"
               "  asked by the policy 'rules', rule 'push' (policy.yaml:3:5): pushing is for people\n"
               "  o = once, a = always: whatever this rule asks of this agent and tool in this run, n = never\n"
               "[o/a/n] ");
}

BOOST_AUTO_TEST_CASE(nothing_in_it_moves_the_cursor_or_hides)
{
    said.plugin = "mine";
    const std::string text = asked("safe\x1b[2K\xe2\x80\xaervil");
    BOOST_TEST(text.find('\x1b') == text.npos);
    BOOST_TEST(text.find("\xe2\x80\xae") == text.npos);
    BOOST_TEST(text.find("safe\ufffd[2K\ufffdrvil") != text.npos);
}

BOOST_AUTO_TEST_CASE(what_is_left_out_is_counted)
{
    BOOST_TEST(asked(std::string(5000, 'x')).find("\n    ... and 1000 bytes more\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(answers_are_words_or_their_first_letters)
{
    BOOST_TEST((read_approval("o\n") == approval::once));
    BOOST_TEST((read_approval(" Yes \r\n") == approval::once));
    BOOST_TEST((read_approval("ALWAYS") == approval::always));
    BOOST_TEST((read_approval("n") == approval::never));
    for (const char* unclear : {"", "\n", "on", "yess", "0"})
        BOOST_TEST(!read_approval(unclear).has_value(), unclear);
}

BOOST_AUTO_TEST_SUITE_END()
