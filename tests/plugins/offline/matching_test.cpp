#include "plugins/offline/matching.hpp"
#include "plugins/offline/script_reader.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace codexflow;
using namespace codexflow::offline;

namespace {

question ask(std::string_view agent, std::string_view text, std::uint64_t turn = 1)
{
    question asked;
    asked.agent = agent;
    asked.alias = "the-" + std::string(agent);
    asked.text = text;
    asked.turn = turn;
    return asked;
}

/// The text of the reply that @p rules (the list under `replies`) give.
std::string answer(std::string_view rules, const question& asked)
{
    const script made = read_script("replies:\n" + std::string(rules), "s.yaml");
    const rule* found = find_rule(made, asked);
    return found == nullptr ? "-" : found->replies.front().text.at(0);
}

} // namespace

BOOST_AUTO_TEST_SUITE(offline_matching)

BOOST_AUTO_TEST_CASE(the_first_rule_that_fits_answers)
{
    constexpr std::string_view rules = "- {when: {agent: a, text: red}, text: 1}\n"
                                       "- {when: {agent: the-a}, text: 2}\n"
                                       "- {when: {agent_regex: '^b[0-9]$'}, text: 3}\n"
                                       "- {when: {text_regex: 'gr(e|a)y'}, text: 4}\n"
                                       "- {when: {turn: 2}, text: 5}\n";
    BOOST_TEST(answer(rules, ask("a", "a red thing")) == "1");
    BOOST_TEST(answer(rules, ask("a", "a blue thing")) == "2"); // by its alias
    BOOST_TEST(answer(rules, ask("b7", "")) == "3");
    BOOST_TEST(answer(rules, ask("b77", "so gray")) == "4");
    BOOST_TEST(answer(rules, ask("c", "", 2)) == "5");
    BOOST_TEST(answer(rules, ask("c", "")) == "-");
}

BOOST_AUTO_TEST_CASE(agents_fit_whole_and_texts_in_part)
{
    BOOST_TEST(answer("- {when: {agent: a}, text: 1}", ask("ab", "")) == "-");
    BOOST_TEST(answer("- {when: {text: b}, text: 1}", ask("x", "abc")) == "1");
}

BOOST_AUTO_TEST_CASE(expressions_look_at_the_start_of_a_huge_text_only)
{
    constexpr std::string_view rules = "- {when: {text_regex: '(a|c)+needle'}, text: 1}";
    BOOST_TEST(answer(rules, ask("x", std::string(3000, 'c') + "needle")) == "1");
    BOOST_TEST(answer(rules, ask("x", std::string(1'000'000, 'c') + "needle")) == "-");
    BOOST_TEST(answer("- {when: {text_regex: '^$'}, text: 1}", ask("x", "")) == "1");
}

BOOST_AUTO_TEST_CASE(requests_are_read)
{
    json::document doc;
    BOOST_REQUIRE(doc.parse(R"({"agent":"a","alias":"b","model":"m","task_id":"t","system":"be brief",
        "messages":[{"role":"user","content":"do it now"},{"role":"assistant","content":"done"},
                    {"role":"user","content":"again"}]})"));
    const question asked = read_question(doc.root());
    BOOST_TEST(asked.agent == "a");
    BOOST_TEST(asked.alias == "b");
    BOOST_TEST(asked.model == "m");
    BOOST_TEST(asked.task_id == "t");
    BOOST_TEST(asked.text == "do it now");
    BOOST_TEST(asked.turn == 2U);
    BOOST_TEST(asked.words == 7U);
}

BOOST_AUTO_TEST_CASE(placeholders_are_filled_in)
{
    question asked = ask("a", "first line\nsecond");
    BOOST_TEST(fill_in("{{agent}} as {{alias}}: \"{{task}}\" {{what}} {{", asked) ==
               "a as the-a: \"first line\" {{what}} {{");
    asked.text = std::string(79, 'x') + "\xC3\xA9\xC3\xA9";
    BOOST_TEST(fill_in("{{task}}", asked) == std::string(79, 'x') + "...");
    asked.text = "{{task}}";
    BOOST_TEST(fill_in("{{task}}", asked) == "{{task}}"); // what is filled in is not filled again
}

BOOST_AUTO_TEST_SUITE_END()
