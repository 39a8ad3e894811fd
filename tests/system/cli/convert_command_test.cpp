#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

#include <filesystem>

using namespace codexflow;
using namespace codexflow::test;

namespace {

struct fixture : cli_project
{
    fixture()
    {
        write(".claude/agents/core/coder.md", "---\nname: coder\ndescription: Writes: code\ntools: Read, Write\n---\n# Coder\n");
        write(".claude/agents/README.md", "About this folder\n");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(convert_command, fixture)

BOOST_AUTO_TEST_CASE(a_bundle_of_markdown)
{
    const auto dry = call({"convert", "--out", "bundle", "--dry-run"});
    BOOST_TEST(dry.status == 0);
    BOOST_TEST(dry.out == "Converted: 1 from .claude/agents to bundle\n"
                          "Files: created=3 updated=0 unchanged=0 removed=0 kept=0\n"
                          "Skipped: 1\nnothing was written\n");
    BOOST_TEST(dry.err == "create  core/coder.codex.yaml\ncreate  index.json\ncreate  triggers.json\n"
                          "skipped README.md: this is a note about its folder\n"
                          "assumed: .claude/agents/core/coder.md:3:1: the value of 'description' is not valid YAML "
                          "and was read as text\n");
    BOOST_TEST(!std::filesystem::exists(dir() / "bundle"));

    const auto end = call({"convert", "--out", "bundle"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"created=3"});
    const auto loaded = call({"load", "bundle", "--strict"});
    BOOST_TEST(loaded.status == 0);
    BOOST_TEST(loaded.err == "");
    has(call({"convert", "--out", "bundle"}).out, {"created=0 updated=0 unchanged=3 removed=0 kept=0"});
}

BOOST_AUTO_TEST_CASE(from_one_folder_to_another_for_programs)
{
    const auto end = call({"convert", ".claude/agents", "--out=codex/agents", "--json"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.err == "");
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(end.out));
    const json::value root = parsed.root();
    BOOST_TEST(root["converted"].as_int64().value() == 1);
    BOOST_TEST(root["files"][0]["path"].string() == "core/coder.codex.yaml");
    BOOST_TEST(root["files"][0]["action"].string() == "create");
    BOOST_TEST(root["files"][0]["source"].string() == "core/coder.md");
    BOOST_TEST(root["skipped"][0]["source"].string() == "README.md");
    BOOST_TEST(root["assumed"][0]["line"].as_int64().value() == 3);
    BOOST_TEST(std::filesystem::exists(dir() / "codex/agents/worker.codex.yaml")); // another's
}

BOOST_AUTO_TEST_CASE(a_source_that_cannot_be_read_is_an_error_and_stops_nothing)
{
    write(".claude/agents/bad.md", "---\nname: bad\ntools: [Read\n---\n");
    const auto end = call({"convert"});
    BOOST_TEST(end.status == 65);
    has(end.out, {"Converted: 1 from .claude/agents to codex/agents\n"});
    has(end.err, {"error: skipped bad.md: .claude/agents/bad.md:4:",
                  "codex-flow: error: 1 of the sources could not be converted\n"});
}

BOOST_AUTO_TEST_CASE(nothing_to_convert)
{
    fails(call({"convert", "nowhere"}), 65,
          "codex-flow: error: there is no folder nowhere to convert\n"
          "  hint: name the folder with the Markdown agents: codex-flow convert SRC\n");
}

BOOST_AUTO_TEST_CASE(the_originals_input)
{
    const auto source = std::filesystem::path(CODEXFLOW_SHARED_DIR) / "data/codex-flow/claude-source";
    if (!std::filesystem::exists(source))
    {
        BOOST_TEST_MESSAGE("skipped: " << source << " is not there");
        return;
    }
    const auto end = call({"convert", source.string(), "--out", "bundle"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"Converted: 69 ", "created=71 ", "Skipped: 6\n"});
    const auto loaded = call({"load", "bundle"});
    BOOST_TEST(loaded.status == 0);
    has(loaded.out, {"Agents: 69\n"});
}

BOOST_AUTO_TEST_SUITE_END()
