#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

#include <filesystem>

using namespace codexflow;
using namespace codexflow::test;
namespace fs = std::filesystem;

namespace {

const fs::path installed = fs::path(CODEXFLOW_PROGRAM).parent_path().parent_path() / "lib/codex-flow/plugins";

} // namespace

BOOST_FIXTURE_TEST_SUITE(plugin_commands, cli_project)

BOOST_AUTO_TEST_CASE(the_installs_own)
{
    const auto end = call({"plugin", "list"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.err == "");
    has(end.out, {"KIND", "provider  cli", "provider  offline", "codex-flow.offline", "provider  ollama",
                  "provider  openai", "offline.so\n"});
}

BOOST_AUTO_TEST_CASE(refused_and_shadowed_files_are_told)
{
    write("plugins/broken.so", "this is no shared object");
    fs::copy(installed / "offline.so", dir() / "plugins/zz.so");
    const auto end = call({"plugin", "list", "--plugin-path", "plugins"});
    BOOST_TEST(end.status == 0);
    has(end.err,
        {"refused: plugins/broken.so: ", "shadowed: the provider offline of " +
                                             (installed / "offline.so").string() + ", by plugins/zz.so\n"});
    has(end.out, {"plugins/zz.so\n"});

    const auto document = call({"plugin", "list", "--json", "--plugin-path", "plugins"});
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(document.out));
    BOOST_TEST(parsed.root()["refused"].size() == 1U);
    BOOST_TEST(parsed.root()["shadowed"][0]["by"].string() == "plugins/zz.so");
    BOOST_TEST(document.err == "");
}

BOOST_AUTO_TEST_CASE(no_plugins_leaves_those_named_by_file)
{
    const auto none = call({"plugin", "list", "--no-plugins"});
    BOOST_TEST(none.status == 0);
    BOOST_TEST(none.out == "");
    BOOST_TEST(none.err == "no plugins found; searched: no folder\n");
    const auto one =
        call({"plugin", "list", "--no-plugins", "--plugin", (installed / "offline.so").string()});
    has(one.out, {"offline"});
    BOOST_TEST(one.out.find("openai") == one.out.npos);
}

BOOST_AUTO_TEST_CASE(a_file_that_was_named_must_be_fit)
{
    write("broken.so", "this is no shared object");
    const auto end = call({"plugin", "list", "--plugin", "broken.so"});
    BOOST_TEST(end.status == 65);
    has(end.err, {"codex-flow: error: ", "broken.so"});
}

BOOST_AUTO_TEST_CASE(what_a_plugin_says_of_itself)
{
    for (const std::string& name :
         {std::string("ollama"), std::string("codex-flow.ollama"), (installed / "ollama.so").string()})
    {
        const auto end = call({"plugin", "info", name});
        BOOST_TEST(end.status == 0, name);
        has(end.out, {"codex-flow.ollama ", "provider ollama\n", "SETTING", "base_url"});
    }
    const auto document = call({"plugin", "info", "ollama", "--json"});
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(document.out));
    BOOST_TEST(parsed.root()["components"][0]["config"]["type"].string() == "object");
    fails(
        call({"plugin", "info", "olama"}), 65,
        "codex-flow: error: no plugin and no component is called 'olama'\n  hint: did you mean 'ollama'?\n");
}

BOOST_AUTO_TEST_CASE(a_plugin_is_tested)
{
    for (const char* name : {"cli.so", "files.so", "offline.so", "ollama.so", "openai.so", "triggers.so"})
    {
        const auto end = call({"plugin", "check", (installed / name).string()});
        BOOST_TEST(end.status == 0, end.out);
        BOOST_TEST(end.out.find("FAILED") == end.out.npos);
        BOOST_TEST(end.err == "");
    }
    write("broken.so", "this is no shared object");
    const auto end = call({"plugin", "check", "broken.so"});
    BOOST_TEST(end.status == 65);
    has(end.out, {"FAILED"});
    BOOST_TEST(call({"plugin", "check", "missing.so"}).status == 65);
    json::document parsed;
    const auto document = call({"plugin", "check", "broken.so", "--json"});
    BOOST_TEST_REQUIRE(parsed.parse(document.out));
    BOOST_TEST(!parsed.root()["ok"].as_bool().value());
}

BOOST_AUTO_TEST_SUITE_END()
