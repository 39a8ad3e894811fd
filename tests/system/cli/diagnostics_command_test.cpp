#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

#include <filesystem>

using namespace codexflow;
using namespace codexflow::test;
namespace fs = std::filesystem;

namespace {

struct fixture : cli_project
{
    fixture()
    {
        use_script("version: 1\nreplies: [{ text: \"the key is planted-in-an-answer-1\" }]\n");
        use_tasks();
    }
    ending with_secrets(std::vector<std::string> arguments) const
    {
        return call(std::move(arguments), [](command& what) {
            what.environment["SOME_API_KEY"] = "planted-in-an-answer-1";
            what.environment["OTHER_TOKEN"] = "planted-in-a-file-22";
        });
    }
    /// All of the archive; nothing if there is no program to unpack it.
    std::string unpacked(const std::string& file) const
    {
        command what;
        what.program = "unzip";
        what.arguments = {"-p", (dir() / file).string()};
        try
        {
            return run(std::move(what)).out;
        }
        catch (const std::system_error&)
        {
            BOOST_TEST_MESSAGE("SKIPPED: there is no unzip");
            return {};
        }
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(diagnostics_command, fixture)

BOOST_AUTO_TEST_CASE(no_planted_secret_is_in_it)
{
    write_tasks({{"worker", {"ask with planted-in-an-answer-1"}}});
    BOOST_TEST_REQUIRE(call({"run", "-f", "tasks.json", "--quiet"}).status == 0); // the run does not know the secrets
    write("data/metrics/agents.json", R"({"agents":{},"note":"planted-in-a-file-22"})");
    has(read_file(journals().front()), {"planted-in-an-answer-1"});
    const auto end = with_secrets({"diagnostics", "report.zip"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"ENTRY", "doctor.json", "config.json", "plugins.json", "agents.json", "environment.txt", "events.jsonl", "metrics.json",
                  "runs/" + journals().front().parent_path().filename().string() + ".jsonl", "manifest.json"});
    const std::string all = unpacked("report.zip");
    if (!all.empty())
    {
        BOOST_TEST(all.find("planted-in") == all.npos);
        has(all, {"[secret:SOME_API_KEY]", "[secret:OTHER_TOKEN]", "SOME_API_KEY\n", R"("kind":"run_complete")"});
    }
    const std::string raw = read_file(dir() / "report.zip");
    BOOST_TEST(raw.find("planted-in") == raw.npos);
}

BOOST_AUTO_TEST_CASE(it_is_written_once_and_says_what_is_in_it)
{
    BOOST_TEST_REQUIRE(call({"run", "-f", "tasks.json", "--quiet"}).status == 0);
    const auto end = call({"diagnostics", "report.zip", "--json", "--runs", "0"});
    BOOST_TEST(end.status == 0);
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(end.out));
    BOOST_TEST(parsed.root()["file"].string() == "report.zip");
    BOOST_TEST(end.out.find("runs/") == end.out.npos);
    fails(call({"diagnostics", "report.zip"}), 65,
          "codex-flow: error: report.zip: cannot be made: File exists\n  hint: name a file that is not there yet\n");
    BOOST_TEST(call({"diagnostics"}).status == 64);
}

BOOST_AUTO_TEST_CASE(a_broken_configuration_is_what_it_is_for)
{
    write("codex-flow.yaml", "verzion: 1\n");
    const auto end = call({"diagnostics", "report.zip"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"doctor.json"});
    BOOST_TEST(end.out.find("config.json") == end.out.npos);
}

BOOST_AUTO_TEST_SUITE_END()
