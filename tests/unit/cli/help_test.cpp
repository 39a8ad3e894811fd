#include "cli/help.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

using namespace codexflow::cli;

namespace {

const command_spec program = describe_program();
using words = std::vector<std::string>;

std::size_t widest(const std::string& text)
{
    std::size_t most = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        most = std::max(most, line.size());
    return most;
}

} // namespace

BOOST_AUTO_TEST_SUITE(help)

BOOST_AUTO_TEST_CASE(the_programs_own)
{
    const std::string text = help_text(program, {}, 80);
    BOOST_TEST(
        text.starts_with("Runs teams of LLM agents: many at once, under limits, streamed and recorded.\n\n"
                         "Usage: codex-flow COMMAND [OPTIONS]\n\n"
                         "Work:\n"
                         "  run          Run tasks: each by its agent, many at once\n"
                         "  route        Show which agents fit a piece of work, and why\n"
                         "  bench        Ask several providers the same and measure them\n\n"
                         "Record:\n"
                         "  show         Show what a run did, from its journal\n"
                         "  logs         Show what happened, line by line, in all runs or in one\n"
                         "  runs         See which runs there are\n"
                         "  metrics      Show how agents did over all runs: success, time, tokens, cost\n"
                         "  memory       See, search and clear what agents remember\n\n"
                         "Setup:\n"));
    BOOST_TEST(text.find("\nExamples:\n  codex-flow run --example ") != text.npos);
    BOOST_TEST(text.ends_with("\nNext, type: codex-flow run --example\n"));
}

BOOST_AUTO_TEST_CASE(a_command_with_an_argument_and_options)
{
    BOOST_TEST(help_text(program, words{"completion"}, 100)
                   .starts_with("Write the completion script of a shell\n\n"
                                "Usage: codex-flow completion bash|zsh|fish [OPTIONS]\n\n"
                                "Arguments:\n"
                                "  SHELL       The shell\n\n"
                                "Options:\n"
                                "  -h, --help  Show this help\n"));
    BOOST_TEST(help_text(program, words{"show"}, 80).find("Usage: codex-flow show [RUN] [OPTIONS]\n") !=
               std::string::npos);
    const std::string run = help_text(program, words{"run"}, 80);
    for (const char* line : {"  -f, --file FILE  ", "      --provider NAME  ", "  -c, --set KEY=VALUE  "})
        BOOST_TEST(run.find(line) != run.npos, line);
}

BOOST_AUTO_TEST_CASE(every_command_has_a_description_and_every_option_a_group)
{
    const auto check = [](const command_spec& command, const auto& again) -> void {
        BOOST_TEST(!command.description.empty(), command.name);
        for (const option_spec& option : command.options)
        {
            BOOST_TEST(!option.description.empty(), command.name << ' ' << option.names.front());
            BOOST_TEST(!option.group.empty(), command.name << ' ' << option.names.front());
        }
        for (const command_spec& inner : command.commands)
            again(inner, again);
    };
    check(program, check);
}

BOOST_AUTO_TEST_CASE(words_are_wrapped_to_the_window)
{
    for (const words& path : {words{}, words{"run"}, words{"plugin"}, words{"config", "show"}})
        for (const int columns : {60, 80, 100, 200})
        {
            const std::string text = help_text(program, path, columns);
            // Command lines that are meant to be copied are never broken.
            const std::string prose = text.substr(0, text.find("\nExamples:\n"));
            BOOST_TEST(widest(prose) <= static_cast<std::size_t>(std::min(columns, 100)));
        }
    BOOST_TEST(!help_text(program, words{"run"}, 1).empty(), "any width gives a text");
}

BOOST_AUTO_TEST_SUITE_END()
