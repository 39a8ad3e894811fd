// Without a terminal nothing asks and nothing waits: every command ends by itself.
#include "tests/system/cli/cli_project.hpp"

#include <algorithm>
#include <sstream>

using namespace codexflow::test;

namespace {

using words = std::vector<std::string>;

struct fixture : cli_project
{
    fixture()
    {
        use_script("version: 1\nreplies: [ { text: \"```file:made.txt\\nx\\n```\\n\" } ]\n");
        use_tasks();
    }

    /// With a standard input that says nothing and does not end.
    ending silent(words arguments) const
    {
        return call(std::move(arguments), [](command& what) { what.keep_input_open = true; });
    }
    /// Without any standard input at all.
    ending closed(words arguments) const
    {
        command what = program(std::move(arguments));
        what.arguments.insert(what.arguments.begin(), {"-c", "exec \"$0\" \"$@\" <&-", what.program.string()});
        what.program = "/bin/sh";
        return run(std::move(what));
    }
    void ends(const words& arguments) const
    {
        std::string shown;
        for (const std::string& one : arguments)
            shown += one + ' ';
        for (const ending& end : {silent(arguments), closed(arguments)}) // each throws when it has to be killed
        {
            BOOST_TEST(end.signal == 0, shown);
            BOOST_TEST(end.status != 70, shown << end.err);
            for (const char* prompt : {"[y/N] ", "[o/a/n] "})
                BOOST_TEST(end.err.find(prompt) == end.err.npos, shown << end.err);
        }
    }

    /// The names that stand at the beginning of indented lines.
    static words names_in(const std::string& text, std::string_view from, std::string_view to)
    {
        words names;
        const std::size_t begin = text.find(from);
        std::istringstream lines(text.substr(begin, text.find(to, begin) - begin));
        for (std::string line; std::getline(lines, line);)
            if (line.starts_with("  ") && line[2] >= 'a' && line[2] <= 'z')
                names.push_back(line.substr(2, line.find(' ', 2) - 2));
        return names;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(no_prompt, fixture)

BOOST_AUTO_TEST_CASE(every_command_there_is)
{
    const words commands = names_in(call({"--help"}).out, "Work:", "Options:");
    BOOST_TEST(commands.size() >= 14U);
    for (const std::string& name : commands)
    {
        ends({name});
        const std::string help = call({name, "--help"}).out;
        if (help.find("Commands:") == help.npos)
            continue;
        const words below = names_in(help, "Commands:", "Options:");
        BOOST_TEST(!below.empty(), name);
        for (const std::string& one : below)
            ends({name, one});
    }
}

BOOST_AUTO_TEST_CASE(whatever_asks_on_a_terminal)
{
    for (const words& arguments : {words{"run", "-f", "tasks.json", "--plan"}, words{"run", "-f", "tasks.json", "--apply-patches"},
                                   words{"run", "-f", "tasks.json", "--apply-patches", "--yes"},
                                   words{"cleanup", "--force"}, words{"init", "--force"}, words{"run", "-f", "tasks.json"}})
        ends(arguments);
}

BOOST_AUTO_TEST_CASE(an_input_that_was_asked_for_and_is_not_there)
{
    for (const words& arguments : {words{"run", "-f", "-"}, words{"run", "--route", "-"}, words{"route", "--text", "-"}})
    {
        const ending end = closed(arguments);
        BOOST_TEST(end.signal == 0);
        BOOST_TEST(end.status != 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()
