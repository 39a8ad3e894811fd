#include "cli/completion.hpp"

#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <vector>

using namespace codexflow;
using namespace codexflow::cli;

namespace {

const command_spec program = describe_program();

bool have(const char* shell)
{
    for (const char* folder : {"/bin/", "/usr/bin/", "/usr/local/bin/"})
        if (std::filesystem::exists(std::string(folder) + shell))
            return true;
    BOOST_TEST_MESSAGE("skipped: there is no " << shell);
    return false;
}

test::ending run(const std::string& shell, std::vector<std::string> arguments,
                 const std::filesystem::path& in = {})
{
    test::command what;
    what.program = shell;
    what.arguments = std::move(arguments);
    what.directory = in;
    return test::run(std::move(what));
}

/// What bash would offer after these words.
std::string offered(const test::temp_dir& dir, const std::string& words)
{
    const auto file = dir.write("completion.bash", bash_completion(program));
    const std::string script =
        "source " + file.string() + "; COMP_WORDS=(" + words +
        "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _codex_flow; echo \"${COMPREPLY[*]}\"";
    const auto end = run("bash", {"--norc", "-c", script}, dir.path());
    BOOST_TEST(end.err == "");
    return end.out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(completion)

BOOST_AUTO_TEST_CASE(every_command_and_option_is_in_every_script)
{
    for (const char* shell : {"bash", "zsh", "fish"})
    {
        const std::string script = completion_script(program, shell);
        for (const command_spec& command : program.commands)
        {
            BOOST_TEST(script.find(command.name) != script.npos, shell << ' ' << command.name);
            for (const option_spec& option : command.options)
                if (!option.positional())
                    BOOST_TEST(script.find(option.longest_name().substr(2)) != script.npos,
                               shell << ' ' << option.longest_name());
        }
    }
}

BOOST_AUTO_TEST_CASE(the_scripts_are_accepted_by_their_shells)
{
    const test::temp_dir dir;
    if (have("bash"))
        BOOST_TEST(run("bash", {"-n", dir.write("c.bash", bash_completion(program)).string()}).err == "");
    if (have("zsh"))
        BOOST_TEST(run("zsh", {"-n", dir.write("c.zsh", zsh_completion(program)).string()}).err == "");
    if (have("fish"))
        BOOST_TEST(
            run("fish", {"--no-execute", dir.write("c.fish", fish_completion(program)).string()}).err == "");
}

BOOST_AUTO_TEST_CASE(what_bash_offers)
{
    if (!have("bash"))
        return;
    const test::temp_dir dir;
    BOOST_TEST(offered(dir, "codex-flow ''") ==
               "run route bench show logs runs metrics init load convert cleanup redact providers plugin policy memory config doctor "
                   "diagnostics completion help\n");
    BOOST_TEST(offered(dir, "codex-flow ru") == "run runs\n");
    BOOST_TEST(offered(dir, "codex-flow plugin ''") == "list info check\n");
    BOOST_TEST(offered(dir, "codex-flow providers check --no-c") == "--no-chat\n");
    BOOST_TEST(offered(dir, "codex-flow plugin list --js") == "--json\n");
    BOOST_TEST(offered(dir, "codex-flow run --max") == "--max-files --max-parallel --max-turns\n");
    BOOST_TEST(offered(dir, "codex-flow run --color ''") == "auto always never\n");
    BOOST_TEST(offered(dir, "codex-flow run --color = n") == "never\n");
    BOOST_TEST(offered(dir, "codex-flow completion ''") == "bash zsh fish\n");
    BOOST_TEST(offered(dir, "codex-flow help pl") == "plugin\n");
    BOOST_TEST(offered(dir, "codex-flow run --provider ''") == "\n");
}

BOOST_AUTO_TEST_CASE(bash_offers_files_folders_and_runs)
{
    if (!have("bash"))
        return;
    const test::temp_dir dir;
    dir.write("my tasks.json", "{}");
    dir.write("more/x", "");
    dir.write(".runs/20261122T143412Z-abc/journal.jsonl", "");
    dir.write(".runs/reviewer/input.json", "");
    BOOST_TEST(offered(dir, "codex-flow run -f m") == "my tasks.json more\n");
    BOOST_TEST(offered(dir, "codex-flow run --agents-dir m") == "more\n");
    BOOST_TEST(offered(dir, "codex-flow show ''") == "20261122T143412Z-abc\n");
}

BOOST_AUTO_TEST_CASE(what_fish_offers)
{
    if (!have("fish"))
        return;
    const test::temp_dir dir;
    const auto file = dir.write("c.fish", fish_completion(program));
    const auto offered_by_fish = [&](const std::string& line) {
        return run("fish", {"-N", "-c", "source " + file.string() + "; complete -C '" + line + "'"},
                   dir.path())
            .out;
    };
    BOOST_TEST(offered_by_fish("codex-flow ru") == "run\tRun tasks: each by its agent, many at once\n");
    BOOST_TEST(offered_by_fish("codex-flow plugin li") ==
               "list\tList plugins and what they offer; runs none of their code\n");
    BOOST_TEST(offered_by_fish("codex-flow run --color ne") == "never\tWhen to use colour\n");
}

BOOST_AUTO_TEST_SUITE_END()
