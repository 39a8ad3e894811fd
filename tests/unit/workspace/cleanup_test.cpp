#include "engine/record/journal.hpp"
#include "engine/workspace/cleanup_choice.hpp"
#include "engine/workspace/log_tail.hpp"
#include "engine/workspace/runs_folder.hpp"

#include "tests/support/temp_dir.hpp"

#include <codexflow/line_file.hpp>

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <sstream>
#include <string>

using namespace codexflow;
using namespace codexflow::workspace;
namespace fs = std::filesystem;

namespace {

using kind = run_remains::kind;
using state = run_remains::state;

constexpr const char* ended = "{\"kind\":\"run_started\"}\n{\"kind\":\"run_complete\"}\n";

std::vector<run_remains> list(const fs::path& runs)
{
    const auto folder = runs_folder::open(runs);
    BOOST_TEST_REQUIRE(folder.has_value());
    BOOST_TEST_REQUIRE(folder->has_value());
    auto found = (*folder)->list();
    BOOST_TEST_REQUIRE(found.has_value());
    return *found;
}

std::string names(const std::vector<run_remains>& found)
{
    std::string text;
    for (const run_remains& one : found)
        text += (one.alias.empty() ? "" : one.alias + '/') + one.name + ' ';
    return text;
}

bool chosen(const std::vector<run_remains>& found, const cleanup_limits& limits,
            const std::vector<cleanup_choice>& expected)
{
    return choose_remains(found, limits) == expected;
}

} // namespace

BOOST_AUTO_TEST_SUITE(cleanup)

BOOST_AUTO_TEST_CASE(the_newest_of_every_alias_stay)
{
    using enum cleanup_choice;
    const std::vector<run_remains> found{{kind::task, "a", "1", state::ended, 10},
                                         {kind::task, "a", "2", state::ended, 30},
                                         {kind::task, "a", "3", state::ended, 20},
                                         {kind::task, "b", "1", state::ended, 5},
                                         {kind::record, "", "r1", state::ended, 1}};
    BOOST_TEST(chosen(found, {1, {}, false}, {remove, newest, remove, newest, not_asked}));
    BOOST_TEST(chosen(found, {2, 0, false}, {remove, newest, newest, newest, remove}));
    BOOST_TEST(chosen(found, {0, 1, false}, {remove, remove, remove, remove, newest}));
}

BOOST_AUTO_TEST_CASE(of_the_same_time_the_greater_name_is_newer)
{
    using enum cleanup_choice;
    BOOST_TEST(chosen({{kind::task, "a", "1-x", state::ended, 7}, {kind::task, "a", "2-x", state::ended, 7}},
                      {1, {}, false}, {remove, newest}));
}

BOOST_AUTO_TEST_CASE(what_may_hold_work_needs_force_and_what_goes_on_stays)
{
    using enum cleanup_choice;
    const std::vector<run_remains> found{{kind::task, "a", "1", state::going_on, 1},
                                         {kind::task, "a", "2", state::ended, 1, 0, true},
                                         {kind::record, "", "r1", state::unfinished, 1},
                                         {kind::record, "", "r2", state::going_on, 1}};
    BOOST_TEST(chosen(found, {0, 0, false}, {going_on, worktree, unfinished, going_on}));
    BOOST_TEST(chosen(found, {0, 0, true}, {going_on, remove, remove, going_on}));
}

BOOST_AUTO_TEST_CASE(only_what_runs_made_is_listed)
{
    const test::temp_dir dir;
    dir.write("outside/t/input.json", "{}");
    dir.write(".runs/coder/1-a/input.json", "12345");
    dir.write(".runs/coder/1-a/deep/file", "678");
    dir.write(".runs/coder/notes/readme", "mine");
    dir.write(".runs/loose", "mine");
    dir.write(".runs/20260101T000000Z-a/journal.jsonl", ended);
    dir.write(".runs/20260101T000000Z-b/journal.jsonl", "{\"kind\":\"run_started\"}\n{\"kind\":\"run_comp");
    fs::create_directory_symlink(dir / "outside", dir / ".runs/linked");
    fs::create_directory_symlink(dir / "outside/t", dir / ".runs/coder/2-linked");

    const auto found = list(dir / ".runs");
    BOOST_TEST(names(found) == "20260101T000000Z-a 20260101T000000Z-b coder/1-a ");
    BOOST_TEST_REQUIRE(found.size() == 3U);
    BOOST_TEST((found[0].how == state::ended));
    BOOST_TEST((found[1].how == state::unfinished));
    BOOST_TEST(found[2].bytes == 8U);
    BOOST_TEST((found[2].how == state::ended)); // it crashed, and nothing runs
}

BOOST_AUTO_TEST_CASE(a_text_that_looks_like_an_end_is_none)
{
    const test::temp_dir dir;
    dir.write(".runs/r/journal.jsonl", "{\"kind\":\"chunk\",\"text\":\"\\\"kind\\\":\\\"run_complete\\\"\"}\n");
    BOOST_TEST((list(dir / ".runs").at(0).how == state::unfinished));
}

BOOST_AUTO_TEST_CASE(a_run_that_goes_on_protects_its_tasks)
{
    const test::temp_dir dir;
    dir.write(".runs/coder/1-a/input.json", "{}");
    dir.write(".runs/coder/2-b/input.json", "{}");
    dir.write(".runs/coder/2-b/output.json", "{}");
    auto writing = journal::create(dir / ".runs/r1", [] {});
    BOOST_TEST_REQUIRE(writing.has_value());
    const auto during = list(dir / ".runs");
    BOOST_TEST_REQUIRE(names(during) == "coder/1-a coder/2-b r1 ");
    BOOST_TEST((during[0].how == state::going_on));
    BOOST_TEST((during[1].how == state::ended));
    BOOST_TEST((during[2].how == state::going_on));
    writing->reset();
    BOOST_TEST((list(dir / ".runs").at(0).how == state::ended));
}

BOOST_AUTO_TEST_CASE(a_run_that_goes_on_protects_all_of_its_own_tasks_and_no_others)
{
    const test::temp_dir dir;
    dir.write(".runs/coder/r1.coder-1/output.json", "{}"); // it has ended, its run has not
    dir.write(".runs/coder/r2.coder-1/input.json", "{}");
    dir.write(".runs/r2/journal.jsonl", "{\"kind\":\"run_started\"}\n"); // nobody writes it any more
    dir.write(".runs/coder/r3.coder-1/input.json", "{}");                  // no record of that run
    auto writing = journal::create(dir / ".runs/r1", [] {});
    BOOST_TEST_REQUIRE(writing.has_value());
    const auto during = list(dir / ".runs");
    BOOST_TEST_REQUIRE(names(during) == "coder/r1.coder-1 coder/r2.coder-1 coder/r3.coder-1 r1 r2 ");
    BOOST_TEST((during[0].how == state::going_on));
    BOOST_TEST((during[1].how == state::ended));
    BOOST_TEST((during[2].how == state::going_on));

    const auto folder = runs_folder::open(dir / ".runs");
    const auto alone = (*folder)->list_of("coder");
    BOOST_TEST_REQUIRE(alone.size() == 3u);
    for (std::size_t i = 0; i != 3; ++i)
        BOOST_TEST((alone[i].how == during[i].how));
    BOOST_TEST((*folder)->list_of("nobody").empty());
    writing->reset();
    BOOST_TEST((list(dir / ".runs").at(0).how == state::ended));
}

BOOST_AUTO_TEST_CASE(a_worktree_in_a_tasks_folder_is_seen)
{
    const test::temp_dir dir;
    dir.write(".runs/coder/r1.coder-1/output.json", "{}");
    dir.write(".runs/coder/r1.coder-1/tree/.git", "gitdir: elsewhere\n");
    BOOST_TEST(list(dir / ".runs").at(0).worktree);
}

BOOST_AUTO_TEST_CASE(links_go_and_what_they_lead_to_stays)
{
    const test::temp_dir dir;
    dir.write("outside/kept", "kept");
    dir.write(".runs/coder/1-a/input.json", "{}");
    fs::create_directory_symlink(dir / "outside", dir / ".runs/coder/1-a/linked");
    const auto folder = runs_folder::open(dir / ".runs");
    BOOST_TEST_REQUIRE(folder.has_value());
    BOOST_TEST((*folder)->remove(list(dir / ".runs").at(0)).has_value());
    BOOST_TEST(!fs::exists(dir / ".runs/coder/1-a"));
    BOOST_TEST(fs::exists(dir / "outside/kept"));

    // Exchanged for a link after it was seen.
    dir.write(".runs/coder/2-b/input.json", "{}");
    const auto seen = list(dir / ".runs").at(0);
    fs::remove_all(dir / ".runs/coder/2-b");
    fs::create_directory_symlink(dir / "outside", dir / ".runs/coder/2-b");
    BOOST_TEST(!(*folder)->remove(seen).has_value());
    BOOST_TEST(fs::exists(dir / "outside/kept"));
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_a_link_is_refused_and_none_is_none)
{
    const test::temp_dir dir;
    fs::create_directory(dir / "outside");
    fs::create_directory_symlink(dir / "outside", dir / "linked");
    const auto linked = runs_folder::open(dir / "linked");
    BOOST_TEST_REQUIRE(linked.has_error());
    BOOST_TEST((linked.error().code == errc::invalid_argument));
    const auto none = runs_folder::open(dir / "none");
    BOOST_TEST_REQUIRE(none.has_value());
    BOOST_TEST(!none->has_value());
}

BOOST_AUTO_TEST_CASE(a_log_keeps_its_last_whole_lines)
{
    const test::temp_dir dir;
    const auto log = dir.write("events.jsonl", "one\ntwo\nthree\n");
    BOOST_TEST(shorten_log(log, 14, false).value() == 0U);
    BOOST_TEST(shorten_log(log, 10, true).value() == 4U);
    BOOST_TEST(test::read_file(log) == "one\ntwo\nthree\n");
    BOOST_TEST(shorten_log(log, 10, false).value() == 4U); // exactly two lines
    BOOST_TEST(test::read_file(log) == "two\nthree\n");
    BOOST_TEST(shorten_log(log, 9, false).value() == 4U); // half a line goes, too
    BOOST_TEST(test::read_file(log) == "three\n");
    BOOST_TEST(shorten_log(log, 2, false).value() == 6U);
    BOOST_TEST(!fs::exists(log)); // no line of it is left
    BOOST_TEST(shorten_log(dir / "none", 0, false).value() == 0U);
    fs::create_symlink(dir.write("other", "text\n"), dir / "linked");
    BOOST_TEST(shorten_log(dir / "linked", 0, false).has_error());
    BOOST_TEST(test::read_file(dir / "other") == "text\n");
}

BOOST_AUTO_TEST_CASE(lines_that_come_while_a_log_is_cut_are_not_lost)
{
    const test::temp_dir dir;
    const auto path = dir.write("events.jsonl", "");
    constexpr int lines = 2000;
    const pid_t writer = ::fork();
    if (writer == 0)
    {
        line_file log(path.string());
        bool good = true;
        for (int i = 0; i != lines; ++i)
            good = !log.append(std::to_string(i) + "\n").error && good;
        ::_exit(good ? 0 : 1);
    }
    int status = -1;
    while (::waitpid(writer, &status, WNOHANG) == 0)
        static_cast<void>(shorten_log(path, 4000, false)); // never less than the last lines
    BOOST_TEST(status == 0);
    const std::string left = test::read_file(path);
    int next = std::stoi(left);
    std::istringstream in(left);
    for (std::string line; std::getline(in, line); ++next)
        BOOST_TEST_REQUIRE(line == std::to_string(next));
    BOOST_TEST(next == lines);
}

BOOST_AUTO_TEST_CASE(all_folders_of_the_original_are_known_also_one_without_an_end)
{
    const fs::path data = fs::path(CODEXFLOW_SHARED_DIR) / "data/codex-flow/runs";
    if (!fs::exists(data))
    {
        BOOST_TEST_MESSAGE("SKIPPED: there is no " + data.string());
        return;
    }
    const auto folder = runs_folder::open(data);
    BOOST_TEST_REQUIRE((folder.has_value() && folder->has_value()));
    const auto found = (*folder)->list();
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(found->size() == 11U);
    std::size_t without_output = 0;
    for (const run_remains& one : *found)
    {
        BOOST_TEST((one.what == run_remains::kind::task));
        BOOST_TEST(one.bytes > 0U, one.alias + '/' + one.name);
        without_output += fs::exists(data / one.alias / one.name / "output.json") ? 0 : 1;
    }
    BOOST_TEST(without_output == 1U);
    BOOST_TEST((*folder)->list_records()->empty());
}

BOOST_AUTO_TEST_SUITE_END()
