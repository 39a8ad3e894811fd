#include "tests/support/temp_dir.hpp"

#include <codexflow/line_file.hpp>

#include <boost/test/unit_test.hpp>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using codexflow::line_append;
using codexflow::line_file;
using codexflow::test::read_file;
using codexflow::test::temp_dir;

namespace {

struct with_file
{
    temp_dir dir;
    std::string path = dir / "a.jsonl";
};

/// Runs @p work in a process of its own. @return its id.
template <class Work> pid_t beside(Work&& work)
{
    const pid_t child = ::fork();
    BOOST_REQUIRE(child >= 0);
    if (child == 0)
        ::_exit(work() ? 0 : 1);
    return child;
}

/// The exit code, or minus the signal.
int end_of(pid_t child)
{
    int status = 0;
    BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// How often each line occurs in the files of the folder; a line that lacks its end gets "(torn)" behind it.
std::map<std::string, int> lines_below(const std::filesystem::path& folder)
{
    std::map<std::string, int> seen;
    for (const auto& one : std::filesystem::directory_iterator(folder))
    {
        const std::string text = read_file(one.path());
        for (std::size_t at = 0; at < text.size();)
        {
            const std::size_t end = text.find('\n', at);
            ++seen[end == std::string::npos ? text.substr(at) + "(torn)" : text.substr(at, end - at)];
            at = end == std::string::npos ? text.size() : end + 1;
        }
    }
    return seen;
}

std::string line_of(int writer, int number)
{
    // of many lengths, so that two that fused or were cut would show
    return std::to_string(writer) + ':' + std::to_string(number) + ':' +
           std::string(static_cast<std::size_t>((writer * 37 + number * 101) % 900), 'x');
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(line_file_suite, with_file)

BOOST_AUTO_TEST_CASE(creates_the_file_for_its_owner_only_and_appends)
{
    line_file file(path);
    const line_append first = file.append("one\n");
    BOOST_TEST(!first.error);
    BOOST_TEST(!first.mended);
    BOOST_TEST(first.size == 4U);
    BOOST_TEST(file.append("two\nthree\n").size == 14U);
    BOOST_TEST(!file.sync());
    BOOST_TEST(read_file(path) == "one\ntwo\nthree\n");
    struct stat about
    {};
    BOOST_REQUIRE(::stat(path.c_str(), &about) == 0);
    BOOST_TEST((about.st_mode & 0777) == 0600U);
}

BOOST_AUTO_TEST_CASE(a_torn_tail_never_fuses_with_what_follows)
{
    const std::string whole = R"({"ts":"2025-01-01T00:00:00.000Z","summary":"é"})";
    for (std::size_t cut = 0; cut <= whole.size(); ++cut)
    {
        const std::string torn = whole.substr(0, cut);
        dir.write("a.jsonl", "first\n" + torn);
        const line_append done = line_file(path).append("next\n");
        BOOST_TEST(!done.error);
        BOOST_TEST(done.mended == !torn.empty());
        const std::string wanted = "first\n" + torn + (torn.empty() ? "" : "\n") + "next\n";
        BOOST_TEST(read_file(path) == wanted, "cut at " << cut);
        BOOST_TEST(done.size == wanted.size());
    }
}

BOOST_AUTO_TEST_CASE(an_open_file_sees_the_torn_tail_that_another_process_left)
{
    line_file file(path);
    file.append("one\n");
    std::ofstream(path, std::ios::app) << "half";
    const line_append done = file.append("two\n");
    BOOST_TEST(done.mended);
    BOOST_TEST(read_file(path) == "one\nhalf\ntwo\n");
    BOOST_TEST(!file.append("three\n").mended);
}

BOOST_AUTO_TEST_CASE(huge_lines)
{
    const std::string huge(70U << 20, 'h');
    line_file file(path);
    BOOST_TEST(!file.append(huge + '\n').error);
    BOOST_TEST(!file.append("small\n").error);
    BOOST_TEST(std::filesystem::file_size(path) == huge.size() + 7);
}

BOOST_AUTO_TEST_CASE(what_is_no_plain_file_is_refused)
{
    const std::string target = dir.write("elsewhere", "mine\n");
    std::filesystem::create_symlink(target, path);
    BOOST_TEST(line_file(path).append("x\n").error.code == ELOOP);
    BOOST_TEST(read_file(target) == "mine\n");
    BOOST_TEST(line_file(dir.path()).append("x\n").error.code == EISDIR);
    const std::string pipe = dir / "pipe";
    BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    BOOST_TEST(line_file(pipe).append("x\n").error.code == EINVAL);
    const auto nowhere = line_file(dir / "no/such/a.jsonl").append("x\n").error;
    BOOST_TEST(nowhere.code == ENOENT);
    BOOST_TEST(nowhere.message("F") == "F: open: No such file or directory");
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_no_part_of_a_line)
{
    dir.write("a.jsonl", "first\n");
    const pid_t child = beside([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit most{100, 100};
        ::setrlimit(RLIMIT_FSIZE, &most);
        line_file file(path);
        const line_append refused = file.append(std::string(200, 'x') + '\n');
        return refused.error.code == EFBIG && refused.size == 6 && !file.append("fits\n").error;
    });
    BOOST_TEST(end_of(child) == 0);
    BOOST_TEST(read_file(path) == "first\nfits\n");
}

BOOST_AUTO_TEST_CASE(rotation_keeps_as_many_as_it_is_told)
{
    line_file file(path);
    bool done = false;
    BOOST_TEST(!file.rotate(1, 2, &done)); // it is empty
    BOOST_TEST(!done);
    for (const char* line : {"1\n", "2\n", "3\n", "4\n"})
    {
        file.append(line);
        BOOST_TEST(!file.rotate(100, 2, &done));
        BOOST_TEST(!done);
        BOOST_TEST(!file.rotate(2, 2, &done));
        BOOST_TEST(done);
    }
    BOOST_TEST(!std::filesystem::exists(path));
    file.append("5\n");
    BOOST_TEST(read_file(path) == "5\n");
    BOOST_TEST(read_file(path + ".1") == "4\n");
    BOOST_TEST(read_file(path + ".2") == "3\n");
    BOOST_TEST(!std::filesystem::exists(path + ".3"));
    BOOST_TEST(!file.rotate(0, 0, &done));
    BOOST_TEST(done);
    BOOST_TEST(!std::filesystem::exists(path));
    BOOST_TEST(read_file(path + ".1") == "4\n");
}

BOOST_AUTO_TEST_CASE(who_waits_for_a_lock_in_vain_is_told)
{
    line_file holder(path);
    const auto fault = holder.locked([&](int, std::uint64_t) {
        return line_file(path, std::chrono::milliseconds(5)).append("x\n").error;
    });
    BOOST_TEST(fault.code == ETIMEDOUT);
    BOOST_TEST(fault.step == "lock");
    BOOST_TEST(!holder.append("y\n").error);
    BOOST_TEST(read_file(path) == "y\n");
}

BOOST_AUTO_TEST_CASE(several_processes_append_and_rotate_at_once)
{
    constexpr int writers = 4, each = 400;
    std::vector<pid_t> children;
    for (int writer = 0; writer != writers; ++writer)
        children.push_back(beside([&] {
            line_file file(path);
            for (int number = 0; number != each; ++number)
            {
                const line_append done = file.append(line_of(writer, number) + '\n');
                if (done.error || done.mended)
                    return false;
                if (done.size > 20'000 && file.rotate(20'000, 200))
                    return false;
            }
            return true;
        }));
    for (const pid_t child : children)
        BOOST_TEST(end_of(child) == 0);
    const auto seen = lines_below(dir.path());
    BOOST_TEST(seen.size() == static_cast<std::size_t>(writers * each));
    for (int writer = 0; writer != writers; ++writer)
        for (int number = 0; number != each; ++number)
        {
            const auto found = seen.find(line_of(writer, number));
            BOOST_TEST((found != seen.end() && found->second == 1), writer << ':' << number);
        }
    BOOST_TEST(std::filesystem::exists(path + ".1"));
}

BOOST_AUTO_TEST_CASE(what_a_killed_process_had_appended_is_there_and_nothing_is_torn_into_others)
{
    for (int round = 0; round != 20; ++round)
    {
        int ends[2];
        BOOST_REQUIRE(::pipe(ends) == 0);
        const pid_t child = beside([&] {
            line_file file(path);
            for (int number = 0;; ++number)
            {
                if (file.append(line_of(round, number) + '\n').error)
                    return false;
                if (::write(ends[1], &number, sizeof number) != sizeof number)
                    return false;
            }
        });
        ::close(ends[1]);
        int told = -1;
        while (told < 3 * round)
            BOOST_REQUIRE(::read(ends[0], &told, sizeof told) == sizeof told);
        ::kill(child, SIGKILL);
        BOOST_TEST(end_of(child) == -SIGKILL);
        while (::read(ends[0], &told, sizeof told) == sizeof told) // acknowledged before it died
            ;
        ::close(ends[0]);
        BOOST_TEST(!line_file(path).append("after " + std::to_string(round) + '\n').error);
        const auto seen = lines_below(dir.path());
        for (int number = 0; number <= told; ++number)
        {
            const auto found = seen.find(line_of(round, number));
            BOOST_TEST((found != seen.end() && found->second == 1), round << ':' << number);
        }
        BOOST_TEST(seen.contains("after " + std::to_string(round)));
    }
}

BOOST_AUTO_TEST_SUITE_END()
