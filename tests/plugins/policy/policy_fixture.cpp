#include "tests/plugins/policy/policy_fixture.hpp"

#include "engine/config/config.hpp"

#include <boost/test/unit_test.hpp>

namespace codexflow::test {

policy_fixture::policy_fixture()
    : plugins(plugin::catalog::scan({{CODEXFLOW_PLUGIN_ALLOWLIST, CODEXFLOW_PLUGIN_RULES, CODEXFLOW_SAMPLE_POLICIES}, {}}).value())
{
}

result<policy_fixture::opened> policy_fixture::open(std::string_view yaml) const
{
    dir.write("codex-flow.yaml", yaml);
    config_sources sources;
    sources.system_file.clear();
    sources.project_directory = dir.path();
    const auto settings = load_config(sources);
    if (!settings)
        return settings.error();
    auto host = std::make_unique<plugin::quiet_host>(time);
    auto chain = policy_chain::open(*settings, plugins, host->host);
    if (!chain)
        return chain.error();
    return opened{std::move(host), std::move(*chain)};
}

policy_verdict policy_fixture::decide(std::string_view yaml, const tool_question& asked) const
{
    const auto made = open(yaml);
    BOOST_TEST_REQUIRE(made.has_value(), (made ? "" : to_string(made.error())));
    return made->chain.decide(asked);
}

error policy_fixture::refused(std::string_view yaml) const
{
    const auto made = open(yaml);
    BOOST_TEST_REQUIRE(!made.has_value(), "the configuration was taken");
    return made.error();
}

tool_question policy_fixture::call(std::string tool, std::string effect)
{
    tool_question asked;
    asked.agent = {"a", "a", {}};
    asked.tool = std::move(tool);
    asked.effect = std::move(effect);
    asked.workspace = "/w";
    return asked;
}

std::string policy_fixture::local(std::string text) const
{
    const std::string own = dir.path().string();
    for (std::size_t at = text.find(own); at != std::string::npos; at = text.find(own))
        text.replace(at, own.size(), "DIR");
    return text;
}

} // namespace codexflow::test
