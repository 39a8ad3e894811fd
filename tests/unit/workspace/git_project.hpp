#pragma once

#include "engine/workspace/git_files.hpp"
#include "engine/workspace/run_child.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace codexflow::test {

/// A folder in which git can be used without anything of the developer's own configuration.
struct git_project
{
    temp_dir dir;
    std::vector<std::string> environment{"PATH=/usr/local/bin:/usr/bin:/bin",
                                         "HOME=" + dir.path().string(),
                                         "GIT_CONFIG_NOSYSTEM=1",
                                         "GIT_CEILING_DIRECTORIES=" + dir.path().parent_path().string(),
                                         "GIT_AUTHOR_NAME=a",
                                         "GIT_AUTHOR_EMAIL=a@example.org",
                                         "GIT_COMMITTER_NAME=a",
                                         "GIT_COMMITTER_EMAIL=a@example.org"};

    /// False, with a message, where there is no git.
    bool has_git() const
    {
        const auto said = workspace::run_child({{"git", "--version"}, environment, dir.path().string()});
        if (!said)
            BOOST_TEST_MESSAGE("skipped: " + to_string(said.error()));
        return said.has_value();
    }

    void git(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), "git");
        const auto said = workspace::run_child({arguments, environment, dir.path().string()});
        BOOST_REQUIRE_MESSAGE(said && said->status == 0, (said ? said->err : to_string(said.error())));
    }
    void commit_all() const
    {
        git({"add", "-A"});
        git({"commit", "-q", "-m", "a state"});
    }

    workspace::git_files files(const std::string& below = "") const
    {
        return {(dir / below).string(), environment};
    }
};

} // namespace codexflow::test
