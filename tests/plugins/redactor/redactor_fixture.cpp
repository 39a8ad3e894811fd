#include "tests/plugins/redactor/redactor_fixture.hpp"

#include "engine/run/redactor_setup.hpp"

#include <boost/test/unit_test.hpp>

namespace codexflow::test {

redactor_fixture::redactor_fixture()
    : plugins(plugin::catalog::scan({{CODEXFLOW_PLUGIN_FIELDS, CODEXFLOW_PLUGIN_SECRETS, CODEXFLOW_SAMPLE_REDACTORS}, {}}).value())
{
}

result<std::unique_ptr<redactor_fixture::opened>> redactor_fixture::try_open(std::string_view yaml)
{
    dir.write("codex-flow.yaml", yaml);
    config_sources sources;
    sources.system_file.clear();
    sources.project_directory = dir.path();
    auto settings = load_config(sources);
    if (!settings)
        return settings.error();
    auto made = std::make_unique<opened>();
    made->settings = std::move(*settings);
    made->service = std::make_unique<gateway::model_service>(made->io, time, made->funnel.values(), variables,
                                                             made->settings.network, gateway::model_service::log_function());
    const auto names = open_redactors(made->settings, plugins, *made->service, made->funnel);
    if (!names)
        return names.error();
    return made;
}

std::unique_ptr<redactor_fixture::opened> redactor_fixture::open(std::string_view yaml)
{
    auto made = try_open(yaml);
    BOOST_TEST_REQUIRE(made.has_value(), (made ? "" : to_string(made.error())));
    return std::move(*made);
}

std::string redactor_fixture::whole(const redaction& by, std::string text)
{
    by.apply(text);
    return text;
}

} // namespace codexflow::test
