#include "engine/workspace/file_proposal.hpp"
#include "engine/workspace/target_folder.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include <filesystem>
#include <string>

using namespace codexflow;
using namespace codexflow::workspace;
namespace fs = std::filesystem;

namespace {

using files = std::vector<answer_file>;

/// "task:path status;" of each.
std::string told(const file_proposal& what)
{
    std::string text;
    for (const proposed_file& one : what.files)
        text += std::to_string(one.task) + ':' + one.path + ' ' + std::string(to_string(one.status)) + ';';
    return text;
}

file_proposal proposed(const fs::path& folder, std::vector<files> answers)
{
    std::vector<task_answer> all;
    for (std::size_t i = 0; i != answers.size(); ++i)
        all.push_back({i, {std::move(answers[i]), {}}});
    return propose_files(folder, std::move(all));
}

file_proposal written(const fs::path& folder, std::vector<files> answers)
{
    auto what = proposed(folder, std::move(answers));
    look_at_targets(what);
    write_targets(what);
    return what;
}

unsigned mode(const fs::path& path)
{
    struct stat about = {};
    ::stat(path.c_str(), &about);
    return about.st_mode & 07777U;
}

} // namespace

BOOST_AUTO_TEST_SUITE(proposals)

BOOST_AUTO_TEST_CASE(files_of_all_tasks_by_path)
{
    const auto what = proposed("s", {{{"b", "1"}, {"a/x", "2"}}, {{"./a//y", "3"}}});
    BOOST_TEST(told(what) == "0:a/x new;1:a/y new;0:b new;");
    BOOST_TEST(what.to_write() == 3u);
    BOOST_TEST(what.left_out() == 0u);
}

BOOST_AUTO_TEST_CASE(what_two_tasks_want_differently_is_nobodys)
{
    const auto what = proposed("s", {{{"a", "1"}, {"b", "x"}}, {{"./a", "2"}, {"b", "x"}}, {{"a", "1"}}});
    BOOST_TEST(told(what) == "0:a conflict;1:a conflict;2:a conflict;0:b new;");
    BOOST_TEST(what.files[0].reason == "several tasks want it with different contents");
    BOOST_TEST(what.left_out() == 3u);
    const auto alone = proposed("s", {{{"a", "1"}, {"a", "2"}}});
    BOOST_TEST(told(alone) == "0:a conflict;0:a conflict;");
    BOOST_TEST(alone.files[0].reason == "one answer holds it with different contents");
}

BOOST_AUTO_TEST_CASE(a_file_that_another_wants_as_a_folder_is_a_conflict)
{
    const auto what = proposed("s", {{{"a", "1"}, {"a-b", "1"}, {"c", "1"}}, {{"a/b/c", "2"}}});
    BOOST_TEST(told(what) == "0:a conflict;0:a-b new;1:a/b/c conflict;0:c new;");
    BOOST_TEST(what.files[0].reason == "'a' is wanted as a file and as a folder");
}

BOOST_AUTO_TEST_CASE(paths_are_refused_one_by_one)
{
    const auto what = proposed("s", {{{"../x", "1"}, {"ok", "1"}}, {{"../x", "2"}, {"/etc/x", ""}}});
    BOOST_TEST(told(what) == "0:../x refused;1:../x refused;1:/etc/x refused;0:ok new;");
    BOOST_TEST(what.files[0].reason == "'../x' goes up");
}

BOOST_AUTO_TEST_CASE(what_is_there_is_seen_and_replaced)
{
    const test::temp_dir dir;
    dir.write("s/same", "x");
    dir.write("s/old", "before");
    fs::permissions(dir / "s/old", fs::perms(0750));
    auto what = proposed(dir / "s", {{{"same", "x"}, {"old", "after"}, {"new/deep/er", "n"}}});
    look_at_targets(what);
    BOOST_TEST(told(what) == "0:new/deep/er new;0:old changed;0:same unchanged;");
    BOOST_TEST(what.files[1].before.value() == "before");
    BOOST_TEST(!fs::exists(dir / "s/new")); // looking makes nothing
    write_targets(what);
    BOOST_TEST(test::read_file(dir / "s/old") == "after");
    BOOST_TEST(mode(dir / "s/old") == 0750u);
    BOOST_TEST(test::read_file(dir / "s/new/deep/er") == "n");
    BOOST_TEST((mode(dir / "s/new/deep/er") & 0600u) == 0600u);
    BOOST_TEST((mode(dir / "s/new/deep/er") & 0111u) == 0u);
    BOOST_TEST(what.files[0].written);
    BOOST_TEST(!what.files[2].written);
    std::size_t left = 0;
    for (const auto& entry : fs::recursive_directory_iterator(dir / "s"))
        left += entry.is_regular_file() ? 1 : 0;
    BOOST_TEST(left == 3u); // nothing beside them
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_made)
{
    const test::temp_dir dir;
    const auto what = written(dir / "not/yet", {{{"a/b", "x"}}});
    BOOST_TEST(what.files[0].written);
    BOOST_TEST(test::read_file(dir / "not/yet/a/b") == "x");
}

BOOST_AUTO_TEST_CASE(links_are_never_followed)
{
    const test::temp_dir dir;
    dir.write("outside/kept", "kept");
    dir.write("s/x", "");
    fs::create_directory_symlink(dir / "outside", dir / "s/linked");
    fs::create_symlink(dir / "outside/kept", dir / "s/file");
    fs::create_symlink(dir / "outside/none", dir / "s/dangling");
    fs::create_directory(dir / "s/folder");
    const auto what = written(
        dir / "s", {{{"linked/kept", "1"}, {"file", "1"}, {"dangling", "1"}, {"folder", "1"}, {"x/y", "1"}, {"fine", "1"}}});
    BOOST_TEST(told(what) ==
               "0:dangling refused;0:file refused;0:fine new;0:folder refused;0:linked/kept refused;0:x/y refused;");
    BOOST_TEST(what.files[0].reason == "'dangling' is a symbolic link");
    BOOST_TEST(what.files[1].reason == "'file' is a symbolic link");
    BOOST_TEST(what.files[3].reason == "'folder' is a folder");
    BOOST_TEST(what.files[4].reason == "'linked' is a symbolic link");
    BOOST_TEST(what.files[5].reason == "'x' is no folder");
    BOOST_TEST(test::read_file(dir / "outside/kept") == "kept");
    BOOST_TEST(!fs::exists(dir / "outside/none"));
    BOOST_TEST(test::read_file(dir / "s/fine") == "1");
}

BOOST_AUTO_TEST_CASE(a_folder_exchanged_for_a_link_after_the_look_leads_nowhere)
{
    const test::temp_dir dir;
    fs::create_directory(dir / "outside");
    dir.write("s/sub/old", "x");
    auto what = proposed(dir / "s", {{{"sub/old", "new"}, {"sub/fresh", "new"}}});
    look_at_targets(what);
    BOOST_TEST(what.to_write() == 2u);
    fs::rename(dir / "s/sub", dir / "s/gone");
    fs::create_directory_symlink(dir / "outside", dir / "s/sub");
    write_targets(what);
    BOOST_TEST(told(what) == "0:sub/fresh failed;0:sub/old failed;");
    BOOST_TEST(what.left_out() == 2u);
    BOOST_TEST(fs::is_empty(dir / "outside"));
}

BOOST_AUTO_TEST_CASE(what_somebody_changed_meanwhile_is_left_alone)
{
    const test::temp_dir dir;
    dir.write("s/old", "x");
    auto what = proposed(dir / "s", {{{"old", "mine"}, {"fresh", "mine"}}});
    look_at_targets(what);
    dir.write("s/old", "theirs");
    dir.write("s/fresh", "theirs");
    write_targets(what);
    BOOST_TEST(told(what) == "0:fresh failed;0:old failed;");
    BOOST_TEST(what.files[0].reason == "'fresh' was changed by somebody else meanwhile");
    BOOST_TEST(test::read_file(dir / "s/old") == "theirs");
    BOOST_TEST(test::read_file(dir / "s/fresh") == "theirs");
}

BOOST_AUTO_TEST_CASE(a_target_that_is_no_folder_refuses_all)
{
    const test::temp_dir dir;
    dir.write("s", "a file");
    const auto what = written(dir / "s", {{{"a", "x"}}});
    BOOST_TEST(told(what) == "0:a refused;");
    BOOST_TEST(what.files[0].reason.ends_with("is no folder"));
}

BOOST_AUTO_TEST_SUITE_END()
