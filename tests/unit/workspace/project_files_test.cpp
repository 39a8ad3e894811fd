#include "engine/workspace/project_files.hpp"

#include "engine/workspace/own_files.hpp"

#include "tests/unit/workspace/git_project.hpp"

#include <sys/stat.h>

using namespace codexflow;
using codexflow::workspace::names_in_list;
using codexflow::workspace::project_files;
using codexflow::workspace::project_root;

namespace {

struct fixture : test::git_project
{
    fixture()
    {
        dir.write("a.cpp", "");
        dir.write("src/b.cpp", "");
        dir.write("src/deep/c.hpp", "");
        dir.write("build/d.cpp", "");
        dir.write(".runs/one/journal.jsonl", "");
    }

    /// The files, or "CODE: message | hint".
    std::string collect(const std::vector<std::string>& asked) const
    {
        const auto root = project_root::open(dir.path()).value();
        // A pattern of these tests: "*" and an ending.
        project_files all(root, files(), [](const std::string& pattern) -> result<project_files::matcher> {
            if (pattern == "[")
                return error(errc::invalid_argument, "no pattern");
            return project_files::matcher(
                [ending = pattern.substr(1)](const std::string& path) { return path.ends_with(ending); });
        });
        for (const std::string& name : asked)
            if (const auto added = all.add(name); !added)
                return std::string(to_string(added.error().code)) + ": " + to_string(added.error()) + " | " +
                       added.error().hint;
        std::string line;
        for (const std::string& name : all.files())
            line += (line.empty() ? "" : " ") + name;
        return line;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(files_of_a_project, fixture)

BOOST_AUTO_TEST_CASE(files_by_name_come_as_asked_and_once)
{
    BOOST_TEST(collect({"src/b.cpp", "./a.cpp", "src/../a.cpp", dir.path().string() + "/src/b.cpp"}) ==
               "src/b.cpp a.cpp");
}

BOOST_AUTO_TEST_CASE(a_folder_means_the_files_in_it)
{
    BOOST_TEST(collect({"src"}) == "src/b.cpp src/deep/c.hpp");
    BOOST_TEST(collect({"src/"}) == "src/b.cpp src/deep/c.hpp");
    BOOST_TEST(collect({"."}) == "a.cpp build/d.cpp src/b.cpp src/deep/c.hpp", "without the journals");
}

BOOST_AUTO_TEST_CASE(in_a_repository_without_those_that_git_ignores)
{
    if (!has_git())
        return;
    git({"init", "-q"});
    dir.write(".gitignore", "build/\n");
    BOOST_TEST(collect({"."}) == ".gitignore a.cpp src/b.cpp src/deep/c.hpp");
    BOOST_TEST(collect({"*.cpp"}) == "a.cpp src/b.cpp");
    BOOST_TEST(collect({"build/d.cpp"}) == "build/d.cpp", "named one by one they count");
    BOOST_TEST(collect({"build"}) ==
               "not_found: 'build' holds no files that count | files that git ignores do "
               "not; name them one by one");
    commit_all();
    std::filesystem::remove(dir / "a.cpp");
    BOOST_TEST(collect({"."}) == ".gitignore src/b.cpp src/deep/c.hpp", "what is deleted is not there");
}

BOOST_AUTO_TEST_CASE(links_and_pipes_are_not_met_in_folders)
{
    std::filesystem::create_symlink("../a.cpp", dir / "src/link.cpp");
    std::filesystem::create_directory_symlink("..", dir / "src/up");
    BOOST_REQUIRE(::mkfifo((dir / "src/pipe").c_str(), 0600) == 0);
    BOOST_TEST(collect({"src"}) == "src/b.cpp src/deep/c.hpp");
    BOOST_TEST(collect({"src/link.cpp"}) == "src/link.cpp", "by its name it counts");
    BOOST_TEST(collect({"src/pipe"}) == "invalid_argument: 'src/pipe' is neither a file nor a folder | ");
    if (!has_git())
        return;
    git({"init", "-q"});
    BOOST_TEST(collect({"src"}) == "src/b.cpp src/deep/c.hpp");
}

BOOST_AUTO_TEST_CASE(patterns_are_for_names_that_do_not_exist)
{
    BOOST_TEST(collect({"*.hpp", "*.cpp"}) == "src/deep/c.hpp a.cpp build/d.cpp src/b.cpp");
    const auto root = project_root::open(dir.path()).value();
    project_files listed(root, files(), [](const std::string&) -> result<project_files::matcher> {
        return project_files::matcher([](const std::string&) { return true; });
    });
    BOOST_TEST(!listed.add("*.hpp", project_files::naming::literal).has_value());
    BOOST_TEST(listed.add("*.hpp").has_value());
    dir.write("*.hpp", "");
    BOOST_TEST(collect({"*.hpp"}) == "*.hpp");
    BOOST_TEST(collect({"*.rs"}) ==
               "not_found: no file fits the pattern '*.rs' | a pattern is compared with the "
               "whole path, and ignored files do not count");
    BOOST_TEST(collect({"["}) == "invalid_argument: no pattern | ");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_or_not_ours_is_an_error)
{
    BOOST_TEST(collect({"src/bb.cpp"}) ==
               "not_found: there is no file 'src/bb.cpp' | did you mean 'src/b.cpp'?");
    BOOST_TEST(collect({"zzzz"}) == "not_found: there is no file 'zzzz' | ");
    BOOST_TEST(collect({"../outside"}) ==
               "permission_denied: '../outside' cannot be used: it lies outside the project | ");
}

BOOST_AUTO_TEST_CASE(changes_are_asked_of_git)
{
    const auto root = project_root::open(dir.path()).value();
    project_files all(root, files());
    if (!has_git())
        return;
    const auto none = all.add_changed("");
    BOOST_REQUIRE(!none);
    BOOST_TEST(none.error().message ==
               "this folder is in no git repository, so nothing tells what has changed");
    git({"init", "-q"});
    dir.write(".gitignore", "build/\n");
    commit_all();
    dir.write("src/b.cpp", "2");
    dir.write(".runs/two/journal.jsonl", "");
    std::filesystem::create_symlink("a.cpp", dir / "new-link");
    BOOST_TEST(all.add_changed("").has_value());
    BOOST_TEST((all.files() == std::vector<std::string>{"src/b.cpp"}));
}

BOOST_AUTO_TEST_CASE(a_list_is_separated_by_what_it_holds)
{
    using names = std::vector<std::string>;
    BOOST_TEST((names_in_list("a\nb c\r\n\n") == names{"a", "b c"}));
    BOOST_TEST((names_in_list(std::string("a\nb\0c\r\0", 7)) == names{"a\nb", "c\r"}));
    BOOST_TEST(names_in_list("").empty());
    BOOST_TEST((names_in_list("last") == names{"last"}));
}

BOOST_AUTO_TEST_CASE(what_runs_write_themselves_is_known_by_name)
{
    for (const char* own : {".runs", ".runs/a/journal.jsonl", "data/logs/events.jsonl", "data/logs/events.jsonl.1",
                            "data/metrics/agents.json", "data/metrics/agents.json.lock", "data/memory/coder.jsonl"})
        BOOST_TEST(codexflow::workspace::is_own_file(own), own);
    for (const char* other : {"", "runs", ".runs2", "data", "data/logs", "data/logs/events.jsonlx", "data/metrics/agents.csv",
                              "data/memory.md", "src/data/memory/a"})
        BOOST_TEST(!codexflow::workspace::is_own_file(other), other);
}

BOOST_AUTO_TEST_SUITE_END()
