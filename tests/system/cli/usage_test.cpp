#include "tests/system/cli/cli_project.hpp"

using namespace codexflow::test;

BOOST_FIXTURE_TEST_SUITE(usage, cli_project)

BOOST_AUTO_TEST_CASE(help_goes_to_standard_output)
{
    for (const std::vector<std::string>& words : {std::vector<std::string>{}, {"--help"}, {"-h"}, {"help"}})
    {
        const auto end = call(words);
        BOOST_TEST(end.status == 0);
        BOOST_TEST(end.err == "");
        has(end.out, {"Usage: codex-flow", "Next, type: codex-flow run --example", "Examples:"});
    }
    const auto run = call({"run", "--help"});
    BOOST_TEST(run.out == call({"help", "run"}).out);
    has(run.out, {"Usage: codex-flow run [OPTIONS]", "--dry-run", "Next, type: codex-flow show"});
}

BOOST_AUTO_TEST_CASE(the_version)
{
    const auto end = call({"--version"});
    BOOST_TEST(end.out == "codex-flow " CODEXFLOW_VERSION " (plugin ABI 1.0)\n");
    BOOST_TEST(end.status == 0);
    BOOST_TEST(call({"-V"}).out == end.out);
}

BOOST_AUTO_TEST_CASE(what_is_not_understood)
{
    fails(call({"rnu"}), 64,
          "codex-flow: error: unknown command 'rnu'\n"
          "  hint: did you mean 'run'?\n"
          "  hint: try: codex-flow --help\n");
    fails(call({"run", "--exmaple"}), 64,
          "codex-flow: error: unknown option '--exmaple'\n"
          "  hint: did you mean '--example'?\n"
          "  hint: try: codex-flow run --help\n");
    fails(call({"run", "--prompt", "x"}), 64,
          "codex-flow: error: unknown option '--prompt'\n"
          "  hint: try: codex-flow run --help\n");
    fails(call({"run", "-c", "x"}), 64,
          "codex-flow: error: -c needs KEY=VALUE, not 'x'\n"
          "  hint: for example: -c limits.max_parallel=4\n"
          "  hint: try: codex-flow run --help\n");
    fails(call({"plugin"}), 64,
          "codex-flow: error: codex-flow plugin needs a command\n"
          "  hint: one of: list, info, check\n"
          "  hint: try: codex-flow plugin --help\n");
    BOOST_TEST(nothing_started());
}

BOOST_AUTO_TEST_CASE(completion_scripts)
{
    for (const char* shell : {"bash", "zsh", "fish"})
    {
        const auto end = call({"completion", shell});
        BOOST_TEST(end.status == 0);
        BOOST_TEST(end.err == "");
        has(end.out, {std::string("codex-flow completion ") + shell, "max-parallel"});
    }
    BOOST_TEST(call({"completion", "tcsh"}).status == 64);
}

BOOST_AUTO_TEST_CASE(an_output_that_cannot_be_written)
{
    const auto end = run([&] {
        auto what = program({});
        what.arguments = {"-c", std::string(CODEXFLOW_PROGRAM) + " --help > /dev/full"};
        what.program = "sh";
        return what;
    }());
    fails(end, 1, "codex-flow: error: cannot write standard output: No space left on device\n");
}

BOOST_AUTO_TEST_CASE(a_reader_that_goes_away_is_not_worth_a_message)
{
    const auto end = run([&] {
        auto what = program({});
        what.arguments = {"-c", std::string(CODEXFLOW_PROGRAM) + " completion bash | true"};
        what.program = "sh";
        return what;
    }());
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.err == "");
}

BOOST_AUTO_TEST_CASE(help_fits_a_narrow_terminal)
{
    const auto end = call({"--help"}, [](command& what) { what.out_columns = 50; });
    BOOST_TEST(end.status == 0);
    has(end.out, {"Runs teams of LLM agents: many at once, under\r\n"});
}

BOOST_AUTO_TEST_SUITE_END()
