#include "tests/unit/config/config_fixture.hpp"

#include <boost/test/unit_test.hpp>

namespace codexflow {
namespace {

BOOST_FIXTURE_TEST_SUITE(sandbox_configuration, test::config_fixture)

BOOST_AUTO_TEST_CASE(without_a_word_it_does_what_it_can_and_has_bounds)
{
    const sandbox_settings made = load().sandbox;
    BOOST_TEST(made.mode == "auto");
    BOOST_TEST(!made.network);
    BOOST_TEST(made.write.empty());
    BOOST_TEST(!made.read.has_value());
    BOOST_TEST(made.cpu_seconds.value() == 3600U);
    BOOST_TEST(made.file_bytes.value() == std::uint64_t{4} << 30U);
    BOOST_TEST(made.open_files.value() == 1024U);
    BOOST_TEST(!made.processes.has_value());
}

BOOST_AUTO_TEST_CASE(all_of_it_can_be_said)
{
    project("sandbox:\n  mode: off\n  network: true\n  write: [out, /tmp]\n  read: [~/data]\n  cpu_seconds: 5\n"
            "  file_bytes: 0\n  processes: 99\n");
    const sandbox_settings made = load().sandbox;
    BOOST_TEST(made.mode == "off"); // which YAML 1.1 takes for false
    BOOST_TEST(made.network);
    BOOST_TEST_REQUIRE(made.write.size() == 2U);
    BOOST_TEST(made.write[0] == dir / "project/out");
    BOOST_TEST(made.write[1] == "/tmp");
    BOOST_TEST_REQUIRE(made.read.value().size() == 1U);
    BOOST_TEST(made.read->front() == dir / "home/data");
    BOOST_TEST(made.cpu_seconds.value() == 5U);
    BOOST_TEST(!made.file_bytes.has_value()); // 0 stands for no bound
    BOOST_TEST(made.processes.value() == 99U);
    project("sandbox: { read: [] }\n");
    BOOST_TEST(load().sandbox.read.value().empty()); // nothing beside what every program needs
    flag("sandbox.mode=require");
    BOOST_TEST(load().sandbox.mode == "require");
}

BOOST_AUTO_TEST_CASE(a_block_of_tools_has_its_own)
{
    project("tools:\n  - plugin: shell\n    scripts: true\n  - plugin: mcp\n    sandbox: { network: true, write: [~/.npm], "
            "read: [data] }\n    server: x\n");
    const config made = load();
    BOOST_TEST_REQUIRE(made.tools.size() == 2U);
    BOOST_TEST(!made.tools[0].sandbox.network.has_value());
    BOOST_TEST(!made.tools[0].sandbox.read.has_value());
    BOOST_TEST(made.tools[1].sandbox.network.value());
    BOOST_TEST(made.tools[1].sandbox.write.at(0) == dir / "home/.npm");
    BOOST_TEST(made.tools[1].sandbox.read.value().at(0) == dir / "project/data");
    BOOST_TEST(made.tools[1].settings.find("server")->text == "x");
    BOOST_TEST(made.tools[1].settings.find("sandbox") == nullptr); // it is not the plugin's
}

BOOST_AUTO_TEST_CASE(what_is_wrong_has_its_place)
{
    const std::pair<const char*, const char*> samples[]{
        {"sandbox: { mode: some }\n", "1:18: sandbox.mode cannot be 'some' | one of off, auto, require"},
        {"sandbox: { netwrok: true }\n", "1:12: unknown key 'netwrok' in sandbox | did you mean 'network'?"},
        {"sandbox: { cpu_seconds: -1 }\n", "1:25: sandbox.cpu_seconds must be at least 0, not -1"},
        {"tools: [{ plugin: x, sandbox: { mode: off } }]\n",
         "1:33: unknown key 'mode' in tools[0].sandbox | one of: network, read, write"},
        {"tools: [{ plugin: x, sandbox: off }]\n", "1:31: tools[0].sandbox must be a mapping, not"},
    };
    for (const auto& [text, expected] : samples)
    {
        project(text);
        BOOST_TEST(fault().starts_with("DIR/project/codex-flow.yaml:" + std::string(expected)), fault());
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow
