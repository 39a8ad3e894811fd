#include "tests/unit/workspace/git_project.hpp"

#include <initializer_list>

using namespace codexflow;

namespace {

using names = std::vector<std::string>;

std::string line_of(const result<names>& found)
{
    if (!found)
        return std::string(to_string(found.error().code)) + ": " + to_string(found.error());
    std::string line;
    for (const std::string& name : *found)
        line += (line.empty() ? "" : " ") + name;
    return line;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(files_that_git_knows, test::git_project)

BOOST_AUTO_TEST_CASE(only_a_repository_is_one)
{
    if (!has_git())
        return;
    BOOST_TEST(!files().here().value());
    git({"init", "-q"});
    dir.write("sub/x", "");
    BOOST_TEST(files().here().value());
    BOOST_TEST(files("sub").here().value());
}

BOOST_AUTO_TEST_CASE(a_repository_without_git_to_read_it_is_an_error_and_not_just_a_folder)
{
    environment = {"PATH=/nowhere"};
    BOOST_TEST(!files().here().value());
    std::filesystem::create_directory(dir / ".git");
    const auto here = files().here();
    BOOST_REQUIRE(!here);
    BOOST_TEST((here.error().code == errc::not_found));
    BOOST_TEST(here.error().hint == "install git, or name each file");
}

BOOST_AUTO_TEST_CASE(ignored_files_are_not_listed_and_new_ones_are)
{
    if (!has_git())
        return;
    git({"init", "-q"});
    dir.write(".gitignore", "build/\n*.o\n");
    dir.write("src/a.cpp", "");
    commit_all();
    dir.write("src/new file.cpp", "");
    dir.write("src/a.o", "");
    dir.write("build/x.cpp", "");
    BOOST_TEST(line_of(files().listed("")) == ".gitignore src/a.cpp src/new file.cpp");
    BOOST_TEST(line_of(files().listed("src")) == "src/a.cpp src/new file.cpp");
    BOOST_TEST(line_of(files("src").listed("")) == "a.cpp new file.cpp");
    BOOST_TEST(line_of(files().listed("build")) == "");
}

BOOST_AUTO_TEST_CASE(changed_are_those_that_differ_and_those_that_are_new)
{
    if (!has_git())
        return;
    git({"init", "-q", "-b", "main"});
    dir.write("same", "1");
    dir.write("edited", "1");
    dir.write("staged", "1");
    dir.write("deleted", "1");
    dir.write("old name", "a text that is long enough to be known again");
    BOOST_TEST(line_of(files().changed("")) == "deleted edited old name same staged",
               "before the first commit");
    commit_all();
    BOOST_TEST(line_of(files().changed("")) == "");
    dir.write("edited", "2");
    dir.write("staged", "2");
    git({"add", "staged"});
    git({"rm", "-q", "deleted"});
    git({"mv", "old name", "\xC3\xBC\nname"});
    dir.write("new", "");
    BOOST_TEST(line_of(files().changed("")) == "edited new staged \xC3\xBC\nname");
    BOOST_TEST(line_of(files().changed("main")) == "edited new staged \xC3\xBC\nname");
    commit_all();
    BOOST_TEST(line_of(files().changed("HEAD~1")) == "edited new staged \xC3\xBC\nname");
    BOOST_TEST(line_of(files().changed("HEAD~1..HEAD")) == "edited new staged \xC3\xBC\nname");
}

BOOST_AUTO_TEST_CASE(a_revision_that_is_none_is_named)
{
    if (!has_git())
        return;
    git({"init", "-q"});
    dir.write("a", "");
    commit_all();
    for (const char* ref : {"nowhere", "nowhere..HEAD", "--output=stolen", "a"})
    {
        const auto changed = files().changed(ref);
        BOOST_REQUIRE(!changed);
        BOOST_TEST((changed.error().code == errc::not_found));
        BOOST_TEST(changed.error().message == "git knows no revision '" + std::string(ref) + "'");
        BOOST_TEST(changed.error().hint != "");
    }
    BOOST_TEST(!std::filesystem::exists(dir / "stolen"));
}

BOOST_AUTO_TEST_CASE(nothing_that_the_repository_names_is_run)
{
    if (!has_git())
        return;
    git({"init", "-q"});
    dir.write("a", "1");
    commit_all();
    dir.write("a", "2");
    const std::string trap = "touch " + (dir / "sprung").string() + "; false";
    for (const char* key : {"core.fsmonitor", "diff.external", "core.pager", "diff.x.textconv"})
        git({"config", key, trap});
    dir.write(".gitattributes", "* diff=x\n");
    BOOST_TEST(line_of(files().changed("")) == ".gitattributes a");
    BOOST_TEST(line_of(files().listed("")) == ".gitattributes a");
    BOOST_TEST(files().here().value());
    BOOST_TEST(!std::filesystem::exists(dir / "sprung"));
}

BOOST_AUTO_TEST_SUITE_END()
