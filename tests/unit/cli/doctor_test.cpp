#include "cli/doctor/setup_checks.hpp"
#include "cli/doctor/system_checks.hpp"
#include "cli/render/doctor_view.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <string>

using namespace codexflow;
using namespace codexflow::cli;

namespace {

using state = finding::state;

std::string words(const findings& all)
{
    std::string text;
    for (const finding& one : all)
        text += one.how == state::ok ? "ok " : one.how == state::warn ? "warn " : "fail ";
    return text;
}

config settings_of(std::string_view text)
{
    const test::temp_dir folder;
    config_sources sources;
    sources.system_file.clear();
    sources.project_directory = folder.path();
    folder.write("codex-flow.yaml", text);
    return load_config(sources).value();
}

} // namespace

BOOST_AUTO_TEST_SUITE(doctor)

BOOST_AUTO_TEST_CASE(the_exit_code_is_about_failures)
{
    BOOST_TEST(doctor_exit_code({}) == 0);
    BOOST_TEST(doctor_exit_code({{"a", "", state::ok, "x"}, {"a", "", state::warn, "x"}}) == 0);
    BOOST_TEST(doctor_exit_code({{"a", "", state::ok, "x"}, {"a", "", state::fail, "x"}}) == 1);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_says_what_to_do_next)
{
    const findings all{{"disk", ".runs", state::fail, "full", "make room"}, {"clock", "", state::ok, "sane", "hidden"}};
    BOOST_TEST(doctor_text(all, false) == "FAIL  disk      .runs: full\n                next: make room\nok    clock     sane\n\n"
                                          "1 ok, 0 to look at, 1 failed\n");
    BOOST_TEST(doctor_json(all) == R"({"ok":false,"findings":[{"state":"fail","group":"disk","name":".runs","detail":"full",)"
                                   R"("next":"make room"},{"state":"ok","group":"clock","detail":"sane","next":"hidden"}]})" "\n");
}

BOOST_AUTO_TEST_CASE(a_configuration_that_cannot_be_read_fails)
{
    const findings bad = judge_config(error(errc::invalid_argument, "unknown key", location{"codex-flow.yaml", 3, 1}));
    BOOST_TEST(words(bad) == "fail ");
    BOOST_TEST(bad[0].detail == "codex-flow.yaml:3:1: unknown key");
    BOOST_TEST(words(judge_config(settings_of("version: 1\n"))) == "ok ");
}

BOOST_AUTO_TEST_CASE(chosen_providers_need_their_plugins_and_keys)
{
    const config settings = settings_of("providers: { default: mine, mine: { plugin: openai }, other: { plugin: openai } }\n");
    provider_facts ready{"mine", "openai", "", "https://x", {{"MY_KEY", true}}, true, true};
    provider_facts other{"other", "openai", "", "", {{"OTHER_KEY", false}}, true, true};
    provider_facts built_in{"anthropic", "anthropic", "", "", {{"K", false}}, true, false};
    BOOST_TEST(words(judge_providers(settings, {built_in, ready, other})) == "ok warn ");
    ready.keys[0].set = false;
    const findings bad = judge_providers(settings, {ready});
    BOOST_TEST(words(bad) == "fail ");
    BOOST_TEST(bad[0].detail.find("MY_KEY is not set") != std::string::npos);
    ready.plugin_found = false;
    BOOST_TEST(judge_providers(settings, {ready})[0].detail == "no plugin offers 'openai'");
    BOOST_TEST(words(judge_providers(settings_of("version: 1\n"), {built_in})) == "warn ");
}

BOOST_AUTO_TEST_CASE(plugins_that_are_refused_or_missing)
{
    BOOST_TEST(words(judge_plugins(error(errc::invalid_argument, "x.so is no plugin"), {})) == "fail ");
    const test::temp_dir folder;
    folder.write("bad.so", "no shared object");
    plugin::search_path path;
    path.folders.push_back(folder.path());
    const findings all = judge_plugins(plugin::catalog::scan(path), {"here"});
    BOOST_TEST(words(all) == "fail warn ");
    BOOST_TEST(all[0].detail == "none found in here");
    BOOST_TEST(all[1].name == "bad.so");
    BOOST_TEST(all[1].detail.starts_with("refused: "));
}

BOOST_AUTO_TEST_CASE(agents_that_cannot_be_used)
{
    registry_totals totals;
    BOOST_TEST(words(judge_agents(totals, {})) == "warn ");
    totals.definitions = totals.ids = 3;
    totals.warnings = 2;
    std::vector<notice> remarks(7, notice{notice_kind::broken, error(errc::invalid_argument, "no id")});
    BOOST_TEST(words(judge_agents(totals, remarks)) == "ok fail fail fail fail fail fail warn ");
}

BOOST_AUTO_TEST_CASE(the_sandbox_is_told_as_runs_tell_it)
{
    sandbox_settings settings;
    const findings full = judge_sandbox(settings, {4, true}, true);
    BOOST_TEST(words(full) == "ok ok ");
    BOOST_TEST(full[0].detail == "landlock+seccomp");
    BOOST_TEST(full[1].detail.starts_with("Landlock revision 4, "));
    BOOST_TEST(words(judge_sandbox(settings, {0, true}, false)) == "warn ok ");
    settings.mode = "require";
    BOOST_TEST(words(judge_sandbox(settings, {0, true}, false)) == "fail ok ");
    settings.mode = "off";
    BOOST_TEST(words(judge_sandbox(settings, {4, true}, false)) == "warn ok ");
}

BOOST_AUTO_TEST_CASE(disks_are_judged_by_room_rights_and_locks)
{
    disk_facts facts;
    facts.folder = ".runs";
    facts.free_bytes = std::uint64_t{5} << 30;
    BOOST_TEST(words(judge_disk(facts)) == "ok ");
    BOOST_TEST(judge_disk(facts)[0].detail == "can be written, 5.0 GiB free");
    facts.free_bytes = std::uint64_t{50} << 20;
    BOOST_TEST(words(judge_disk(facts)) == "warn ");
    facts.free_bytes = 0;
    BOOST_TEST(words(judge_disk(facts)) == "fail ");
    facts.cannot_write = "Read-only file system";
    facts.lock_is_shared = facts.others_may_write = true;
    BOOST_TEST(words(judge_disk(facts)) == "fail warn warn ");
}

BOOST_AUTO_TEST_CASE(looking_at_a_disk_leaves_nothing_behind)
{
    const test::temp_dir folder;
    const disk_facts facts = look_at_disk(folder / "not/there");
    BOOST_TEST(facts.there == folder.path());
    BOOST_TEST(facts.cannot_write == "");
    BOOST_TEST(facts.cannot_lock == "");
    BOOST_TEST(!facts.lock_is_shared);
    BOOST_TEST(facts.free_bytes > 0U);
    BOOST_TEST(std::filesystem::is_empty(folder.path()));
    if (::geteuid() == 0)
        return; // whom no permission stops
    ::chmod(folder.path().c_str(), 0500);
    BOOST_TEST(look_at_disk(folder.path()).cannot_write == "Permission denied");
    ::chmod(folder.path().c_str(), 0700);
}

BOOST_AUTO_TEST_CASE(clocks_that_cannot_be_right)
{
    clock_facts facts = look_at_clock();
    BOOST_TEST(words(judge_clock(facts)) == "ok ");
    facts.newest_file_us = facts.unix_us + std::int64_t{2} * 3600 * 1'000'000;
    BOOST_TEST(words(judge_clock(facts)) == "warn ");
    facts.unix_us = 0;
    BOOST_TEST(words(judge_clock(facts)) == "warn ");
    facts.steady_after_us = facts.steady_before_us - 1;
    BOOST_TEST(words(judge_clock(facts)) == "fail ");
}

BOOST_AUTO_TEST_CASE(terminals)
{
    terminal out;
    BOOST_TEST(words(judge_terminal(out, {})) == "ok ");
    out.is_tty = true;
    BOOST_TEST(judge_terminal(out, {{"TERM", "dumb"}})[0].detail == "TERM is dumb: no live view, 80 columns, 24 rows");
    out.interactive = out.color = true;
    BOOST_TEST(judge_terminal(out, {{"TERM", "xterm"}})[0].detail == "xterm, 80 columns, 24 rows, with colour");
}

BOOST_AUTO_TEST_SUITE_END()
