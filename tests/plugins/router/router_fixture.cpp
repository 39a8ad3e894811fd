#include "tests/plugins/router/router_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

namespace codexflow::test {

router_fixture::router_fixture()
    : plugins(plugin::catalog::scan({{CODEXFLOW_PLUGIN_TRIGGERS, CODEXFLOW_SAMPLE_ROUTERS}, {}}).value()),
      agents_folder(dir / "agents")
{}

void router_fixture::agent(const std::string& file, std::string_view id, std::string_view triggers)
{
    dir.write(
        "agents/" + file,
        fmt::format("version: 1\nagent: {{ id: {}, name: The {} }}\ntriggers: {{ {} }}\n", id, id, triggers));
}

result<router_fixture::opened> router_fixture::open(std::string_view yaml)
{
    dir.write("codex-flow.yaml", yaml);
    config_sources sources;
    sources.system_file.clear();
    sources.project_directory = dir.path();
    const auto settings = load_config(sources);
    if (!settings)
        return settings.error();
    registry agents({{agent_directory{agents_folder, false, {}}}, {}});
    auto host = std::make_unique<plugin::quiet_host>(time);
    auto chain = router_chain::open(*settings, plugins, host->host, agents);
    if (!chain)
        return chain.error();
    return opened{std::move(host), std::move(*chain)};
}

route_answer router_fixture::ask(std::string text, std::vector<std::string> files, std::string_view yaml)
{
    auto made = open(yaml);
    BOOST_TEST_REQUIRE(made.has_value(), (made ? "" : to_string(made.error())));
    auto answer = made->chain.route({std::move(text), std::move(files), false});
    BOOST_TEST_REQUIRE(answer.has_value(), (answer ? "" : to_string(answer.error())));
    return *answer;
}

std::string router_fixture::told(const route_answer& answer)
{
    std::string text;
    for (const route_candidate& one : answer.candidates)
        text += fmt::format("{}{} {:g}", text.empty() ? "" : ", ", one.agent, one.score);
    return text;
}

std::string router_fixture::local(std::string text) const
{
    const std::string own = dir.path().string();
    for (std::size_t at = text.find(own); at != std::string::npos; at = text.find(own))
        text.replace(at, own.size(), "DIR");
    return text;
}

} // namespace codexflow::test
