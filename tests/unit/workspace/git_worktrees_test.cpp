#include "engine/workspace/git_worktrees.hpp"

#include "tests/unit/workspace/git_project.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

using namespace codexflow;
using namespace codexflow::workspace;
namespace fs = std::filesystem;

namespace {

/// A repository with two committed files, and what is needed to work in its trees.
struct fixture : test::git_project
{
    bool ready = has_git();

    fixture()
    {
        if (!ready)
            return;
        git({"init", "-q", "."});
        dir.write("project/a.txt", "a\n");
        dir.write("project/sub/b.txt", "b\n");
        dir.write(".gitignore", "*.o\n/.runs/\n");
        commit_all();
    }

    git_worktrees open() const
    {
        auto made = git_worktrees::open(dir.path().string(), environment);
        BOOST_REQUIRE_MESSAGE(made.has_value(), (made ? "" : to_string(made.error())));
        return *made;
    }
    std::string place(const char* name) const { return (dir / ".runs" / name).string(); }

    static std::string told(const result<std::vector<tree_change>>& changes)
    {
        if (!changes)
            return to_string(changes.error());
        std::string text;
        for (const tree_change& one : *changes)
            text += one.path + ' ' + one.how + ';';
        return text;
    }
    std::string branches() const
    {
        const auto said = run_child({{"git", "branch", "--list", "codex-flow/*", "--format=%(refname:short)"}, environment, dir.path().string()});
        return said ? said->out : "?";
    }
};

std::string read(std::string_view status, std::string_view committed)
{
    std::string text;
    for (const tree_change& one : read_tree_changes(status, committed))
        text += one.path + ' ' + one.how + ';';
    return text;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(git_trees, fixture)

BOOST_AUTO_TEST_CASE(what_git_says_of_changes)
{
    using namespace std::string_view_literals;
    BOOST_TEST(read("", "") == "");
    BOOST_TEST(read(" M a\0?? new file\0 D gone\0A  added\0D  dropped\0AM both\0"sv, "") ==
               "a modified;added added;both added;dropped deleted;gone deleted;new file added;");
    BOOST_TEST(read(" M a\0"sv, "A\0a\0M\0b\0D\0c\0"sv) == "a added;b modified;c deleted;");
    BOOST_TEST(read(" M\0x\0"sv, "A\0"sv) == ""); // cut short
    BOOST_TEST(branch_name("r1", "v1.2-1") == "codex-flow/r1/v1.2-1");
    BOOST_TEST(branch_name("r1", "a..b-1") == "codex-flow/r1/a--b-1");
    BOOST_TEST(branch_name("r1", "x.lock") == "codex-flow/r1/x-lock");
}

BOOST_AUTO_TEST_CASE(a_clean_tree_leaves_nothing)
{
    if (!ready)
        return;
    const auto trees = open();
    const auto tree = trees.add(place("t/tree"), "r1", "t-1");
    BOOST_REQUIRE_MESSAGE(tree.has_value(), to_string(tree.error()));
    BOOST_TEST(tree->branch == "codex-flow/r1/t-1");
    BOOST_TEST(test::read_file(fs::path(tree->path) / "project/a.txt") == "a\n");
    dir.write(".runs/t/tree/x.o", "built"); // ignored
    BOOST_TEST(told(trees.changes(*tree)) == "");
    BOOST_TEST(branches() == "codex-flow/r1/t-1\n");
    BOOST_TEST((trees.look_at(tree->path).value() == git_worktrees::state::clean));
    const auto removed = trees.remove(*tree);
    BOOST_REQUIRE_MESSAGE(removed.has_value(), (removed ? "" : to_string(removed.error())));
    BOOST_TEST(!fs::exists(tree->path));
    BOOST_TEST(branches() == "");
}

BOOST_AUTO_TEST_CASE(changes_are_told_and_a_dirty_tree_is_not_removed)
{
    if (!ready)
        return;
    const auto trees = open();
    const auto tree = trees.add(place("tree"), "r1", "t-1");
    BOOST_TEST_REQUIRE(tree.has_value());
    dir.write(".runs/tree/project/a.txt", "changed\n");
    dir.write(".runs/tree/new folder/n", "n");
    fs::remove(dir / ".runs/tree/project/sub/b.txt");
    BOOST_TEST(told(trees.changes(*tree)) == "new folder/n added;project/a.txt modified;project/sub/b.txt deleted;");
    BOOST_TEST(trees.remove(*tree).has_error());
    BOOST_TEST(fs::exists(tree->path));
    BOOST_TEST((trees.look_at(tree->path).value() == git_worktrees::state::worked));
    BOOST_TEST(trees.remove_at(tree->path, false).has_error());
    BOOST_TEST(fs::exists(tree->path));
    BOOST_TEST(trees.remove_at(tree->path, true).has_value());
    BOOST_TEST(!fs::exists(tree->path));
    BOOST_TEST(branches() == "");
}

BOOST_AUTO_TEST_CASE(commits_count_and_stay_on_their_branch)
{
    if (!ready)
        return;
    const auto trees = open();
    const auto tree = trees.add(place("tree"), "r1", "t-1");
    BOOST_TEST_REQUIRE(tree.has_value());
    dir.write(".runs/tree/project/c.txt", "c\n");
    git({"-C", tree->path, "add", "-A"});
    git({"-C", tree->path, "commit", "-q", "-m", "own"});
    BOOST_TEST(told(trees.changes(*tree)) == "project/c.txt added;");
    BOOST_TEST((trees.look_at(tree->path).value() == git_worktrees::state::worked));
    BOOST_TEST(trees.remove_at(tree->path, true).has_value());
    BOOST_TEST(branches() == "codex-flow/r1/t-1\n"); // the commit is still there
}

BOOST_AUTO_TEST_CASE(what_tools_write_into_a_tree_does_not_lead_git_elsewhere)
{
    if (!ready)
        return;
    const auto trees = open();
    const auto tree = trees.add(place("tree"), "r1", "t-1");
    BOOST_TEST_REQUIRE(tree.has_value());
    // Another repository, whose configuration starts a program when somebody asks for its state.
    git({"init", "-q", "evil"});
    dir.write("evil/.git/config", "[core]\n\trepositoryformatversion = 0\n\tworktree = " + tree->path +
                                      "\n\tfsmonitor = touch " + (dir / "started").string() +
                                      "\n[alias]\n\tstatus = !touch " + (dir / "started").string() + "\n");
    dir.write(".runs/tree/.git", "gitdir: " + (dir / "evil/.git").string() + "\n");
    dir.write(".runs/tree/project/a.txt", "changed\n");
    BOOST_TEST(told(trees.changes(*tree)) == "project/a.txt modified;");
    BOOST_TEST((trees.look_at(tree->path).value() == git_worktrees::state::worked));
    BOOST_TEST(trees.remove(*tree).has_error());
    BOOST_TEST(!fs::exists(dir / "started"));
}

BOOST_AUTO_TEST_CASE(where_there_is_nothing_to_begin_with)
{
    if (!ready)
        return;
    const test::temp_dir plain;
    const auto none = git_worktrees::open(plain.path().string(), environment);
    BOOST_TEST_REQUIRE(none.has_error());
    BOOST_TEST((none.error().code == errc::invalid_argument));
    git({"init", "-q", "empty"});
    const auto empty = git_worktrees::open((dir / "empty").string(), environment);
    BOOST_TEST_REQUIRE(empty.has_error());
    BOOST_TEST(empty.error().message == "nothing was committed in this git repository yet");
}

BOOST_AUTO_TEST_CASE(a_project_below_the_top_and_its_uncommitted_files)
{
    if (!ready)
        return;
    const auto trees = git_worktrees::open((dir / "project").string(), environment);
    BOOST_TEST_REQUIRE(trees.has_value());
    BOOST_TEST(trees->prefix() == "project/");
    BOOST_TEST(trees->uncommitted().value() == 0u);
    dir.write("project/a.txt", "x");
    dir.write("project/new", "x");
    dir.write("outside", "x");
    BOOST_TEST(trees->uncommitted().value() == 2u);
    BOOST_TEST((trees->look_at(place("none")).value() == git_worktrees::state::unknown));
    dir.write("project/.runs/r/journal.jsonl", "x");
    BOOST_TEST(trees->uncommitted().value() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
