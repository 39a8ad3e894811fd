#include "cli/arguments.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace codexflow;
using namespace codexflow::cli;

namespace {

using words = std::vector<std::string>;

template <class T> T parse(const words& arguments)
{
    const auto parsed = parse_arguments(arguments);
    BOOST_TEST_REQUIRE(parsed.has_value(), (parsed ? "" : parsed.error().message));
    BOOST_TEST_REQUIRE(std::holds_alternative<T>(*parsed));
    return std::get<T>(*parsed);
}

/// "message | hint; hint" of a usage error.
std::string fault(const words& arguments)
{
    const auto parsed = parse_arguments(arguments);
    if (parsed)
        return "no fault";
    std::string text = parsed.error().message + " | " + parsed.error().hint;
    for (std::size_t at = 0; (at = text.find('\n')) != text.npos;)
        text.replace(at, 1, "; ");
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(arguments)

BOOST_AUTO_TEST_CASE(run_without_anything)
{
    const auto run = parse<run_options>({"run"});
    BOOST_TEST(!run.file.has_value());
    BOOST_TEST(!run.example);
    BOOST_TEST(!run.json);
    BOOST_TEST(!run.dry_run);
    BOOST_TEST((run.how_much == volume::normal));
    BOOST_TEST((run.color == color_choice::automatic));
    BOOST_TEST(!run.setup.max_parallel.has_value());
    BOOST_TEST(run.setup.set.empty());
}

BOOST_AUTO_TEST_CASE(run_with_everything)
{
    const auto run = parse<run_options>({"run",
                                         "-f",
                                         "-",
                                         "--provider",
                                         "local",
                                         "--model=m",
                                         "--config",
                                         "c.yaml",
                                         "-c",
                                         "a.b=c d",
                                         "--set=e=f",
                                         "--plugin",
                                         "x.so",
                                         "--plugin",
                                         "y.so",
                                         "--plugin-path",
                                         "dir",
                                         "--no-plugins",
                                         "--max-parallel",
                                         "7",
                                         "--json",
                                         "-v",
                                         "-n",
                                         "--color",
                                         "never",
                                         "--agents-dir",
                                         "agents"});
    BOOST_TEST(run.file.value() == "-");
    BOOST_TEST(run.setup.provider.value() == "local");
    BOOST_TEST(run.setup.model.value() == "m");
    BOOST_TEST(run.setup.config.value() == "c.yaml");
    BOOST_TEST(run.setup.set == (words{"a.b=c d", "e=f"}), boost::test_tools::per_element());
    BOOST_TEST(run.setup.plugins == (words{"x.so", "y.so"}), boost::test_tools::per_element());
    BOOST_TEST(run.setup.plugin_paths == (words{"dir"}), boost::test_tools::per_element());
    BOOST_TEST(run.setup.no_plugins);
    BOOST_TEST(run.setup.max_parallel.value() == 7U);
    BOOST_TEST(run.setup.agents_dir.value() == "agents");
    BOOST_TEST(run.json);
    BOOST_TEST(run.dry_run);
    BOOST_TEST((run.how_much == volume::verbose));
    BOOST_TEST((run.color == color_choice::never));
}

BOOST_AUTO_TEST_CASE(the_plan_and_the_files_of_a_run)
{
    const auto plain = parse<run_options>({"run"});
    BOOST_TEST(!plain.ask);
    BOOST_TEST(!plain.yes);
    BOOST_TEST(plain.bundle_files);
    BOOST_TEST(parse<run_options>({"run", "--plan"}).ask);
    const auto sure = parse<run_options>({"run", "--plan", "-y"});
    BOOST_TEST(!sure.ask);
    BOOST_TEST(sure.yes);
    BOOST_TEST(parse<run_options>({"run", "--bundle-files", "--bundle-max-bytes", "1024"}).setup.bundle_max_bytes.value() ==
               1024U);
    BOOST_TEST(!parse<run_options>({"run", "--no-bundle-files"}).bundle_files);
    BOOST_TEST(fault({"run", "--bundle-max-bytes", "1023"}) ==
               "--bundle-max-bytes needs a whole number from 1024, not '1023' | try: codex-flow run --help");
    for (const words& more : {words{"--bundle-files"}, words{"--bundle-max-bytes", "4096"}})
    {
        words all{"run", "--no-bundle-files"};
        all.insert(all.end(), more.begin(), more.end());
        BOOST_TEST(fault(all) == "--no-bundle-files excludes --bundle-files and --bundle-max-bytes | try: codex-flow "
                                 "run --help");
    }
}

BOOST_AUTO_TEST_CASE(routed_work)
{
    const auto run = parse<run_options>({"run", "--route", "do it", "--route-files", "a", "b", "--changed", "--route-files=c", "-n"});
    BOOST_TEST(run.routed.text.value() == "do it");
    BOOST_TEST(run.routed.files == (words{"a", "b", "c"}), boost::test_tools::per_element());
    BOOST_TEST(run.routed.changed.value() == "");
    BOOST_TEST(run.dry_run);
    BOOST_TEST(run.routed.max_files == 200U);
    BOOST_TEST(parse<run_options>({"run", "--changed", "main", "--max-files", "3"}).routed.changed.value() == "main");
    BOOST_TEST(parse<run_options>({"run", "--changed=a..b"}).routed.changed.value() == "a..b");
    BOOST_TEST(!parse<run_options>({"run"}).routed.any());
    BOOST_TEST(parse<run_options>({"run", "--route-files", "-", "--json"}).routed.files == words{"-"},
               boost::test_tools::per_element());
    const auto route = parse<route_options>({"route", "the text", "--files", "a", "b", "--explain", "--top", "2"});
    BOOST_TEST(route.text.value() == "the text");
    BOOST_TEST(route.files == (words{"a", "b"}), boost::test_tools::per_element());
    BOOST_TEST(route.explain);
    BOOST_TEST(route.top.value() == 2U);
    BOOST_TEST(parse<route_options>({"route", "--lint", "--strict"}).strict);
    BOOST_TEST(fault({"route"}).starts_with("there is nothing to route | "));
    BOOST_TEST(fault({"run", "--route-files", "--json"}) ==
               "option --route-files needs a value: FILE | try: codex-flow run --help");
}

BOOST_AUTO_TEST_CASE(short_flags_may_stand_together)
{
    const auto run = parse<run_options>({"run", "-qn", "-ftasks.json"});
    BOOST_TEST((run.how_much == volume::quiet));
    BOOST_TEST(run.dry_run);
    BOOST_TEST(run.file.value() == "tasks.json");
    BOOST_TEST((parse<run_options>({"run", "-v", "-v"}).how_much == volume::verbose));
}

BOOST_AUTO_TEST_CASE(a_run_that_goes_on_has_its_own_options_and_those_of_now)
{
    const auto begun = parse<run_options>({"run", "-f", "tasks.json", "--json", "-v", "--provider", "a", "-c",
                                           "limits.max_turns=3", "--isolation", "worktree", "--plan"});
    const auto now = parse<run_options>({"run", "--resume", "2026", "--force", "-q", "--provider", "b", "-c", "limits.retries=1"});
    BOOST_TEST(now.resume.value() == "2026");
    const auto made = resumed_options(invocation_of(begun), now);
    BOOST_REQUIRE(made);
    BOOST_TEST(made->file.value() == "tasks.json");
    BOOST_TEST(made->isolate);
    BOOST_TEST(!made->json);
    BOOST_TEST(!made->ask);
    BOOST_TEST(made->force);
    BOOST_TEST(made->resume.value() == "2026");
    BOOST_TEST((made->how_much == volume::quiet));
    BOOST_TEST(made->setup.provider.value() == "b");
    const std::vector<std::string> set{"limits.max_turns=3", "limits.retries=1"};
    BOOST_TEST(made->setup.set == set, boost::test_tools::per_element());
    // And once more: what was said when it was resumed is part of it.
    const auto again = resumed_options(invocation_of(*made), parse<run_options>({"run", "--resume"}));
    BOOST_REQUIRE(again);
    BOOST_TEST(again->setup.provider.value() == "b");
    BOOST_TEST(again->setup.set == set, boost::test_tools::per_element());
    BOOST_TEST(again->resume.value() == "");
    BOOST_TEST(fault({"run", "--force"}).starts_with("--force belongs to --resume"));
    BOOST_TEST(fault({"run", "--resume", "--route", "x"}).starts_with("--resume excludes --route"));
}

BOOST_AUTO_TEST_CASE(the_other_commands)
{
    BOOST_TEST(parse<load_options>({"load", "dir", "--json"}).folder.value() == "dir");
    BOOST_TEST(!parse<load_options>({"load"}).folder.has_value());
    BOOST_TEST((parse<providers_options>({"providers", "list"}).what == providers_options::action::list));
    const auto tried = parse<providers_options>({"providers", "check", "a", "--no-chat", "b", "--model", "m"});
    BOOST_TEST((tried.what == providers_options::action::check));
    BOOST_TEST((tried.names == std::vector<std::string>{"a", "b"}));
    BOOST_TEST(!tried.chat);
    BOOST_TEST(tried.setup.model.value() == "m");
    BOOST_TEST((parse<plugin_options>({"plugin", "list"}).what == plugin_options::action::list));
    const auto info = parse<plugin_options>({"plugin", "info", "ollama", "--plugin-path", "p", "--json"});
    BOOST_TEST((info.what == plugin_options::action::info));
    BOOST_TEST(info.subject == "ollama");
    BOOST_TEST(info.json);
    BOOST_TEST(info.setup.plugin_paths.size() == 1U);
    BOOST_TEST((parse<plugin_options>({"plugin", "check", "x.so"}).what == plugin_options::action::check));
    const auto show = parse<config_options>({"config", "show", "--origin"});
    BOOST_TEST((show.what == config_options::action::show));
    BOOST_TEST(show.origin);
    BOOST_TEST((parse<config_options>({"config", "check"}).what == config_options::action::check));
    BOOST_TEST(parse<show_options>({"show", "2026"}).run.value() == "2026");
    BOOST_TEST(!parse<show_options>({"show"}).run.has_value());
    BOOST_TEST(parse<completion_options>({"completion", "zsh"}).shell == "zsh");
    parse<version_options>({"--version"});
    parse<version_options>({"-V"});
}

BOOST_AUTO_TEST_CASE(help_in_all_its_forms)
{
    BOOST_TEST(parse<help_options>({}).command.empty());
    BOOST_TEST(parse<help_options>({"-h"}).command.empty());
    BOOST_TEST(parse<help_options>({"help"}).command.empty());
    BOOST_TEST(parse<help_options>({"run", "--help"}).command == words{"run"},
               boost::test_tools::per_element());
    const words list{"plugin", "list"};
    BOOST_TEST(parse<help_options>({"plugin", "list", "-h"}).command == list,
               boost::test_tools::per_element());
    BOOST_TEST(parse<help_options>({"help", "plugin", "list"}).command == list,
               boost::test_tools::per_element());
    BOOST_TEST(parse<help_options>({"run", "--nonsense", "--help"}).command == words{"run"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(unknown_words_and_the_nearest_known_ones)
{
    BOOST_TEST(fault({"rnu"}) == "unknown command 'rnu' | did you mean 'run'?; try: codex-flow --help");
    BOOST_TEST(fault({"plugin", "lst"}) ==
               "unknown command 'lst' | did you mean 'list'?; try: codex-flow plugin --help");
    BOOST_TEST(fault({"run", "--exmaple"}) ==
               "unknown option '--exmaple' | did you mean '--example'?; try: codex-flow run --help");
    BOOST_TEST(fault({"run", "--modle=x"}) ==
               "unknown option '--modle' | did you mean '--model'?; try: codex-flow run --help");
    BOOST_TEST(fault({"run", "-x"}) == "unknown option '-x' | try: codex-flow run --help");
    BOOST_TEST(fault({"run", "word"}) == "unexpected argument 'word' | try: codex-flow run --help");
    BOOST_TEST(fault({"load", "a", "b"}) == "unexpected argument 'b' | try: codex-flow load --help");
    BOOST_TEST(fault({"help", "rnu"}) ==
               "unknown command 'rnu' | did you mean 'run'?; try: codex-flow --help");
    BOOST_TEST(fault({"--json", "run"}).starts_with("unknown option '--json' | "));
}

BOOST_AUTO_TEST_CASE(files_in_answers_and_folders_of_tasks)
{
    const auto plain = parse<run_options>({"run"});
    BOOST_TEST(!plain.apply_files);
    BOOST_TEST(!plain.setup.keep_runs.has_value());
    const auto all = parse<run_options>({"run", "--apply-patches", "--scaffold-dir", "out", "--apply-dry-run", "--keep-runs=failed"});
    BOOST_TEST(all.apply_files);
    BOOST_TEST(all.apply_dry_run);
    BOOST_TEST(all.apply_to == "out");
    BOOST_TEST(all.setup.keep_runs.value() == "failed");
    BOOST_TEST(fault({"run", "--scaffold-dir", "out"}) ==
               "--scaffold-dir belongs to --apply-patches | try: codex-flow run --help");
    BOOST_TEST(fault({"run", "--apply-patches", "--scaffold-dir="}).find("--scaffold-dir") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(options_of_the_original_that_are_not_there_yet_are_refused)
{
    for (const char* option :
         {"--prompt", "--runtime", "--codex-url",
          "--selector", "--no-plan"})
        BOOST_TEST(fault({"run", option, "x"}).starts_with("unknown option '" + std::string(option) + "'"),
                   option);
    for (const char* command : {"swarm", "serve", "quickstart"})
        BOOST_TEST(fault({command}).starts_with("unknown command '" + std::string(command) + "'"), command);
}

BOOST_AUTO_TEST_CASE(values_that_are_missing_or_wrong)
{
    const std::string try_run = " | try: codex-flow run --help";
    BOOST_TEST(fault({"run", "--file"}) == "option --file needs a value: FILE" + try_run);
    BOOST_TEST(fault({"run", "--file", "--json"}) == "option --file needs a value: FILE" + try_run);
    BOOST_TEST(fault({"run", "--model", "a", "--model", "b"}) ==
               "option --model is given more than once" + try_run);
    BOOST_TEST(fault({"run", "--color", "nevr"}) ==
               "'nevr' is not a value of --color | did you mean 'never'?; try: codex-flow run --help");
    for (const char* number : {"0", "-1", "x", "1.5", "99999999999", ""})
        BOOST_TEST(fault({"run", std::string("--max-parallel=") + number}) != "no fault", number);
    BOOST_TEST(fault({"run", "-c", "nonsense"}) == "-c needs KEY=VALUE, not 'nonsense' | for example: -c "
                                                   "limits.max_parallel=4; try: codex-flow run --help");
    BOOST_TEST(fault({"completion", "tcsh"}).starts_with("'tcsh' is not a value of SHELL"));
}

BOOST_AUTO_TEST_CASE(words_that_are_missing)
{
    BOOST_TEST(
        fault({"plugin"}) ==
        "codex-flow plugin needs a command | one of: list, info, check; try: codex-flow plugin --help");
    BOOST_TEST(fault({"plugin", "info"}) ==
               "codex-flow plugin info needs NAME | try: codex-flow plugin info --help");
    BOOST_TEST(fault({"completion"}) ==
               "codex-flow completion needs bash|zsh|fish | try: codex-flow completion --help");
}

BOOST_AUTO_TEST_CASE(options_that_exclude_each_other)
{
    BOOST_TEST(fault({"run", "-q", "-v"}).starts_with("--verbose and --quiet exclude each other"));
    BOOST_TEST(fault({"run", "--example", "-f", "x"}).starts_with("--example and --file exclude each other"));
}

BOOST_AUTO_TEST_SUITE_END()
