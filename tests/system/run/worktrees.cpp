// A git work tree for each task that may write: what is left of it, and what cleanup makes of that.
#include "tests/system/run/noting_world.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <vector>

using namespace codexflow::test;
namespace fs = std::filesystem;

namespace {

/// A project in a repository of its own, without anything of the developer's configuration.
struct repository : noting_world
{
    explicit repository(const std::string& rest = tools()) : noting_world(rest)
    {
        here.write_tasks({{"worker", {"go"}}});
        here.write(".gitignore", ".runs/\nhome/\n");
        here.write("note.txt", "old\n");
        ready = git({"init", "-q", "."}) == 0;
        if (!ready)
            BOOST_TEST_MESSAGE("skipped: there is no git");
        commit();
    }

    int git(std::vector<std::string> words) const { return run_git(std::move(words)).status; }
    std::string git_says(std::vector<std::string> words) const { return run_git(std::move(words)).out; }
    void commit() const
    {
        git({"add", "-A"});
        git({"commit", "-q", "-m", "a state"});
    }

    ending isolated(std::vector<std::string> more = {})
    {
        more.insert(more.begin(), {"--isolation", "worktree"});
        return go(std::move(more));
    }

    bool ready = false;

private:
    ending run_git(std::vector<std::string> words) const
    {
        command what;
        what.program = "git";
        what.arguments = {"-c", "user.name=a", "-c", "user.email=a@example.org"};
        what.arguments.insert(what.arguments.end(), words.begin(), words.end());
        what.directory = here.dir().path();
        what.environment = {{"HOME", here.dir().path().string()}, {"GIT_CONFIG_NOSYSTEM", "1"}};
        try
        {
            return run(std::move(what));
        }
        catch (const std::exception&)
        {
            return {};
        }
    }
};

std::string files_of(const logged_event& told)
{
    std::string text;
    for (std::size_t i = 0; told["files"][i].exists(); ++i)
        text += std::string(told["files"][i]["path"].string()) + ' ' + std::string(told["files"][i]["change"].string()) + ';';
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(worktrees)

BOOST_AUTO_TEST_CASE(a_task_changes_its_own_tree_and_that_stays)
{
    repository w;
    if (!w.ready)
        return;
    const ending end = w.isolated();
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    const logged_event* told = log.only("worktree");
    BOOST_TEST_REQUIRE(told != nullptr);
    BOOST_TEST(files_of(*told) == "note.txt modified;");
    const std::string tree((*told)["dir"].string());
    BOOST_TEST(tree == std::string((*log.only("task_complete"))["workspace"].string()) + "/tree");
    BOOST_TEST(read_file(w.here.dir() / tree / "note.txt") == "old\nnoted");
    BOOST_TEST(read_file(w.here.dir() / "note.txt") == "old\n");
    BOOST_TEST(fs::exists(w.here.dir() / tree / "../output.json"));
    const std::string run_id((*log.last())["run_id"].string());
    BOOST_TEST((*told)["branch"].string() == "codex-flow/" + run_id + "/worker-1");
    BOOST_TEST(w.git({"-C", tree, "diff", "--quiet"}) == 1);
    BOOST_TEST(end.err.find("look: git -C " + tree + " status\n") != end.err.npos, end.err);

    const ending kept = run(w.here.program({"cleanup", "--runs-max-per-alias", "0"}));
    BOOST_TEST(kept.err.find("a git worktree with work in it; --force removes it") != kept.err.npos, kept.err);
    BOOST_TEST(fs::exists(w.here.dir() / tree));
    const ending gone = run(w.here.program({"cleanup", "--runs-max-per-alias", "0", "--force"}));
    BOOST_TEST(gone.out.find("tasks=1 ") != gone.out.npos, gone.out + gone.err);
    BOOST_TEST(w.folders().empty());
    BOOST_TEST(w.git_says({"branch", "--list", "codex-flow/*"}) == "");
    BOOST_TEST(w.git_says({"worktree", "list"}).find("tree") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_clean_tree_goes_with_its_branch)
{
    repository w;
    if (!w.ready)
        return;
    w.tool = "nothing of that name";
    const ending end = w.isolated({"--keep-runs", "all"});
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(files_of(*event_log(end.out).only("worktree")) == "");
    BOOST_TEST_REQUIRE(w.folders().size() == 1u);
    BOOST_TEST(!fs::exists(w.folders()[0] / "tree"));
    BOOST_TEST(fs::exists(w.folders()[0] / "output.json"));
    BOOST_TEST(w.git_says({"branch", "--list", "codex-flow/*"}) == "");
}

BOOST_AUTO_TEST_CASE(what_several_tasks_changed_is_told_at_the_end)
{
    repository w;
    if (!w.ready)
        return;
    w.here.write_tasks({{"worker", numbered(2)}});
    w.commit();
    const ending end = w.isolated();
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(log.count("worktree") == 2u);
    const logged_event* both = log.only("edits_overlap");
    BOOST_TEST_REQUIRE(both != nullptr);
    BOOST_TEST((*both)["files"][0]["path"].string() == "note.txt");
    BOOST_TEST((*both)["files"][0]["task_ids"][1].exists());
    BOOST_TEST(end.err.find("overlap note.txt: worker-") != end.err.npos, end.err);
    BOOST_TEST(w.folders().size() == 2u);
}

BOOST_AUTO_TEST_CASE(long_results_do_not_make_a_tree_dirty)
{
    repository w(noting_world::tools() + "limits: { tool_output_bytes: 1024 }\n");
    if (!w.ready)
        return;
    w.here.write("codex/agents/worker.codex.yaml", "version: 1\nagent: { id: worker, name: W, description: Works }\n"
                                                   "capabilities: { detail: { tools: { allowed: [note, repeat] } } }\n");
    w.commit();
    w.tool = "repeat";
    w.arguments = R"({"text":"0123456789","times":1000})";
    const ending end = w.isolated({"--keep-runs", "all"});
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(files_of(*log.only("worktree")) == "");
    BOOST_TEST(fs::file_size(std::string((*log.only("tool_end"))["file"].string())) == 10'000u);
}

BOOST_AUTO_TEST_CASE(who_may_not_write_gets_none)
{
    repository w;
    if (!w.ready)
        return;
    w.here.write("codex/agents/worker.codex.yaml", "version: 1\nagent: { id: worker, name: W, description: Works }\n");
    w.commit();
    const ending end = w.isolated();
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(event_log(end.out).count("worktree") == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_not_committed_is_said_to_be_missing)
{
    repository w;
    if (!w.ready)
        return;
    w.here.write("note.txt", "newer\n");
    const ending end = w.isolated();
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(end.out.find("tasks work on the last commit; what is not committed is missing there: 1 file") != end.out.npos, end.out);
    const std::string tree((*event_log(end.out).only("worktree"))["dir"].string());
    BOOST_TEST(read_file(w.here.dir() / tree / "note.txt") == "old\nnoted");
}

BOOST_AUTO_TEST_CASE(without_a_repository_nothing_starts)
{
    noting_world w(noting_world::tools());
    w.here.write_tasks({{"worker", {"go"}}});
    const ending end = run(w.here.run_command({"--isolation", "worktree"}));
    BOOST_TEST(end.status == 65, end.err);
    BOOST_TEST(end.err.find("--isolation worktree: the project is in no git work tree") != end.err.npos, end.err);
    BOOST_TEST(w.server.requests() == 0u);
    BOOST_TEST(w.here.journals().empty());
}

BOOST_AUTO_TEST_SUITE_END()
