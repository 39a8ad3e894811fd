#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

using namespace codexflow;
using namespace codexflow::test;

namespace {

struct fixture : cli_project
{
    fixture() { use_script("version: 1\nreplies: [{ text: words }]\n"); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(doctor_command, fixture)

BOOST_AUTO_TEST_CASE(a_sound_project_is_told_so_and_left_as_it_is)
{
    const auto end = call({"doctor"});
    BOOST_TEST(end.status == 0, end.out);
    BOOST_TEST(end.err == "");
    has(end.out, {"ok    version   codex-flow: " CODEXFLOW_VERSION, "ok    version   boost: 1.", "ok    config    valid; read ",
                  "ok    plugins   ", "ok    providers scripted: plugin offline", "ok    agents    1 agent in 1 definition",
                  "sandbox   kernel: ", "ok    disk      .runs: can be written", "ok    disk      data: ", "clock     ", " 0 failed\n"});
    BOOST_TEST(nothing_started());
    BOOST_TEST(!std::filesystem::exists(dir() / ".runs"));
    BOOST_TEST(!std::filesystem::exists(dir() / "data"));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_fails_with_what_to_do)
{
    write("codex-flow.yaml", "version: 1\nproviders: { default: mine, mine: { plugin: openai, api_key_env: NOT_SET_ANYWHERE } }\n");
    const auto key = call({"doctor"});
    BOOST_TEST(key.status == 1);
    has(key.out, {"FAIL  providers mine: plugin openai", "NOT_SET_ANYWHERE is not set", "next: export NOT_SET_ANYWHERE=..."});
    write("codex-flow.yaml", "verzion: 1\n");
    const auto broken = call({"doctor", "--json"});
    BOOST_TEST(broken.status == 1);
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(broken.out));
    BOOST_TEST(!parsed.root()["ok"].as_bool().value());
    has(broken.out, {"unknown key 'verzion'", "did you mean 'version'?"});
    const auto plugins = call({"doctor", "--no-plugins"});
    BOOST_TEST(plugins.status == 1);
}

BOOST_AUTO_TEST_CASE(a_folder_where_nothing_can_be_written)
{
    write(".runs", "a file where the folder should be\n");
    const auto end = call({"doctor"}); // nothing can be made below a file
    has(end.out, {".runs"});
    BOOST_TEST(call({"doctor", "--online", "--json"}).status == 64);
}

BOOST_AUTO_TEST_CASE(online_asks_the_providers)
{
    const auto end = call({"doctor", "--online"});
    BOOST_TEST(end.status == 0, end.out + end.err);
    has(end.out, {" 0 failed\n", "scripted: plugin offline"});
}

BOOST_AUTO_TEST_SUITE_END()
