#include "cli/init_plan.hpp"
#include "cli/question.hpp"
#include "engine/config/config.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

namespace codexflow::cli {
namespace {

using texts = std::vector<std::string>;

config load_text(const test::temp_dir& dir, const std::string& text)
{
    config_sources sources;
    sources.system_file.clear();
    sources.config_file = dir.write("codex-flow.yaml", text);
    auto loaded = load_config(sources);
    BOOST_TEST_REQUIRE(loaded.has_value(), (loaded ? "" : to_string(loaded.error())));
    return std::move(*loaded);
}

} // namespace

BOOST_AUTO_TEST_SUITE(init_plan)

BOOST_AUTO_TEST_CASE(the_first_configuration_is_valid)
{
    const test::temp_dir dir;
    const config some = load_text(dir, first_config_text(texts{"codex/agents", "~/.claude/agents", "my: agents"}));
    BOOST_TEST(some.agent_directories.size() == 3U);
    BOOST_TEST((some.agent_directories[2].path == dir / "my: agents"));
    BOOST_TEST(load_text(dir, first_config_text(texts{})).agent_directories.size() == 3U); // the built-in ones
}

// What is commented out must be right when somebody takes the marks away.
BOOST_AUTO_TEST_CASE(so_is_what_it_suggests)
{
    const test::temp_dir dir;
    const std::string text = first_config_text(texts{"codex/agents"});
    for (const char* const block : {"#providers:\n#  default: local\n", "#providers:\n#  default: cloud\n",
                                    "#providers:\n#  default: claude\n", "#  aliases:\n", "#limits:"})
    {
        std::string opened = text;
        std::size_t at = opened.find(block);
        BOOST_TEST_REQUIRE(at != opened.npos, block);
        for (bool first = true; at < opened.size() && opened[at] == '#'; first = false)
        {
            if (!first && opened.compare(at, 3, "#  ") != 0)
                break;
            opened.erase(at, 1);
            at = opened.find('\n', at) + 1;
        }
        load_text(dir, opened);
    }
}

BOOST_AUTO_TEST_CASE(the_source_of_a_bundle_is_not_read_beside_it)
{
    const std::vector<found_folder> found{{"codex/agents", {}, true, "./.claude/agents/"},
                                          {".claude/agents", {}, false, {}},
                                          {"agents", {}, false, {}}};
    BOOST_TEST((paths_to_configure(found) == texts{"codex/agents", "agents"}));
}

BOOST_AUTO_TEST_CASE(what_a_configuration_does_not_read)
{
    const auto missing = [](std::string_view text, const texts& paths) {
        return paths_not_in(text, "codex-flow.yaml", paths).value();
    };
    BOOST_TEST((missing("version: 1\n", {"codex/agents", "agents"}) == texts{"agents"}));
    BOOST_TEST((missing("agents: { paths: [./agents/, x] }\n", {"codex/agents", "agents"}) == texts{"codex/agents"}));
    BOOST_TEST(missing("agents: { paths: [agents] }\n", {"agents"}).empty());
    BOOST_TEST(to_string(paths_not_in("a: [", "codex-flow.yaml", texts{}).error()).starts_with("codex-flow.yaml:"));
    BOOST_TEST(addition_text("agents: { paths: [x] }\n", texts{"more"}) == "agents:\n  paths:\n    - x\n    - more\n");
}

BOOST_AUTO_TEST_CASE(the_originals_files)
{
    BOOST_TEST(registry_file_text(std::nullopt, "r", "/p/codex/agents").value() ==
               "{\n  \"version\": 1,\n  \"agentIndexPath\": \"/p/codex/agents/index.json\",\n"
               "  \"agentRoot\": \"/p/codex/agents\"\n}\n");
    BOOST_TEST(registry_file_text(R"({"other": [1], "agentRoot": "x", "version": 1})", "r", "/p").value() ==
               "{\n  \"other\": [\n    1\n  ],\n  \"agentRoot\": \"/p\",\n  \"version\": 1,\n"
               "  \"agentIndexPath\": \"/p/index.json\"\n}\n");
    BOOST_TEST(!registry_file_text("[]", "r", "/p").has_value());
    BOOST_TEST(!registry_file_text("{", "r", "/p").has_value());

    BOOST_TEST(environment_file_text(std::nullopt, "/p") == "CODEX_AGENT_INDEX=/p/index.json\nCODEX_AGENT_HOME=/p\n");
    const std::string mine = "A=1\nCODEX_AGENT_HOME=/old\n# note\nCODEX_AGENT_HOME=/older";
    const std::string changed = environment_file_text(mine, "/p");
    BOOST_TEST(changed == "A=1\nCODEX_AGENT_HOME=/p\n# note\nCODEX_AGENT_INDEX=/p/index.json\n");
    BOOST_TEST(environment_file_text(changed, "/p") == changed);
}

BOOST_AUTO_TEST_CASE(actions)
{
    BOOST_TEST((with_content({}, "x").action == init_action::create));
    init_file there;
    there.before = "x";
    BOOST_TEST((with_content(there, "x").action == init_action::unchanged));
    BOOST_TEST((with_content(there, "y").action == init_action::change));
    for (const char* yes : {"y", "Y", " yes ", "YES"})
        BOOST_TEST(means_yes(yes), yes);
    for (const char* no : {"", "n", "yess", "no", "ok"})
        BOOST_TEST(!means_yes(no), no);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow::cli
