#include "tests/support/provider_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

using namespace codexflow::test;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

/// A project whose model says what it was asked.
struct fixture : project
{
    loopback_server server{echo_openai};

    fixture()
    {
        use_server("openai", server.url());
        write("src/a.cpp", "int a = 1;\n");
    }

    /// What the only task's model got, as it says.
    std::string told(const ending& end) const
    {
        BOOST_TEST(end.status == 0, end.err);
        const event_log log(end.out);
        BOOST_TEST(fault_of(log) == "");
        return log.said("worker-1");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(bundling, fixture)

BOOST_AUTO_TEST_CASE(the_model_gets_the_file_and_the_record_its_name)
{
    write_tasks({{"worker", {"Review src/a.cpp"}}});
    const ending end = run(json_run());
    BOOST_TEST(told(end).starts_with("You asked: Review src/a.cpp\n\nThe files it is about follow."));
    BOOST_TEST(has(told(end), "File 'src/a.cpp', 11 bytes:\n```\nint a = 1;\n```\n"));
    const event_log log(end.out);
    const auto task = (*log.only("plan"))["tasks"][0];
    BOOST_TEST(task["text"].string() == "Review src/a.cpp");
    BOOST_TEST(task["files"][0]["path"].string() == "src/a.cpp");
    BOOST_TEST(task["files"][0]["bytes"].as_uint64().value() == 11U);
    BOOST_TEST(task["files"][0]["embedded"].as_uint64().value() == 11U);
    BOOST_TEST(!task["files"][0]["left_out"].exists());
    BOOST_TEST(end.err.find("warning") == end.err.npos);
}

BOOST_AUTO_TEST_CASE(it_can_be_turned_off)
{
    write_tasks({{"worker", {"Review src/a.cpp"}}});
    const ending end = run(run_command({"--json", "--no-bundle-files"}));
    BOOST_TEST(told(end) == "You asked: Review src/a.cpp");
    const event_log log(end.out);
    BOOST_TEST(!(*log.only("plan"))["tasks"][0]["files"].exists());
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_cut_and_told)
{
    std::string text;
    for (int i = 0; i != 1000; ++i)
        text += "a line of a log\n";
    write("big.log", text);
    write_tasks({{"worker", {"Review big.log"}}});
    const ending end = run(run_command({"--json", "--bundle-max-bytes", "1024"}));
    BOOST_TEST(
        has(told(end), "File 'big.log', 16000 bytes; only the first 1024 are shown, 14976 are left out:\n"));
    BOOST_TEST(has(end.err, "warning: worker-1: 'big.log': the last 14976 bytes do not fit\n"));
    const ending other = run(run_command({"--json", "-c", "limits.bundle_max_bytes=2048"}));
    BOOST_TEST(has(told(other), "only the first 2048 are shown"));
    const ending refused = run(run_command({"-c", "limits.bundle_max_bytes=1000"}));
    BOOST_TEST(refused.status == 65);
    BOOST_TEST(has(refused.err, "limits.bundle_max_bytes must be at least 1024, not 1000"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_shown_fails_nothing_and_is_told)
{
    write("inside/picture.png", std::string_view("\x89PNG\0", 5));
    write("secret", "the crown jewels\n");
    std::filesystem::create_directory(dir() / "project");
    BOOST_REQUIRE(::mkfifo((dir() / "inside/pipe").c_str(), 0600) == 0);
    std::filesystem::create_symlink("/etc/passwd", dir() / "inside/link");
    write("tasks.json", R"({"worker": [{"type": "code.review", "files":
        ["inside/picture.png", "inside/pipe", "inside/link", "../secret", "/dev/zero", "gone", "src/a.cpp"]}]})");
    const ending end = run(json_run());
    const std::string said = told(end);
    for (const char* line : {"File 'inside/picture.png': a binary file, 5 bytes; not shown\n",
                             "File 'inside/pipe': not a regular file; not shown\n",
                             "File 'inside/link': it lies outside the project; not shown\n",
                             "File '../secret': it lies outside the project; not shown\n",
                             "File '/dev/zero': it lies outside the project; not shown\n",
                             "File 'gone': no such file; not shown\n", "int a = 1;\n"})
        BOOST_TEST(has(said, line), line);
    BOOST_TEST(!has(said, "root:"));
    BOOST_TEST(has(end.err, "warning: worker-1: 'gone': no such file\n"));
    const ending quiet = run(run_command({"-q"}));
    BOOST_TEST(quiet.err == "");
}

BOOST_AUTO_TEST_CASE(a_dry_run_counts_them)
{
    write_tasks({{"worker", {"Review src/a.cpp", "Say hello"}}});
    const ending end = run(run_command({"-n"}));
    BOOST_TEST(
        has(end.out, "2 tasks, at most 16 at once; 1 file (11 bytes) is included; nothing was started\n"));
    const ending document = run(run_command({"-n", "--json"}));
    codexflow::json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(document.out));
    BOOST_TEST(parsed.root()["tasks"][0]["files"][0]["embedded"].as_uint64().value() == 11U);
    BOOST_TEST(!parsed.root()["tasks"][1]["files"].exists());
    BOOST_TEST(!has(document.out, "int a"));
}

BOOST_AUTO_TEST_SUITE_END()
