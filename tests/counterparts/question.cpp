#include "tests/counterparts/question.hpp"

#include "tests/system/run/project.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <stdexcept>

namespace codexflow::test {

const std::vector<interface> interfaces{
    {"chat", "openai", "/v1", "", "/v1/chat/completions"},
    {"responses", "openai", "/v1", "api: responses", "/v1/responses"},
    {"messages", "anthropic", "", "", "/v1/messages"},
    {"ollama", "ollama", "", "", "/api/chat"},
};

const interface& interface_called(const std::string& name)
{
    const auto found = std::find_if(interfaces.begin(), interfaces.end(), [&](const auto& one) { return one.name == name; });
    if (found == interfaces.end())
        throw std::logic_error("no interface is called " + name);
    return *found;
}

json::value told::error() const
{
    const logged_event* failed = log->only("task_error");
    return failed == nullptr ? json::value() : (*failed)["error"];
}

std::string told::error_kind() const
{
    return std::string(error()["code"].string()) + '/' + std::string(error()["kind"].string());
}

told ask(const question& what)
{
    project here;
    std::string settings = what.api.settings;
    if (!what.settings.empty())
        settings += (settings.empty() ? "" : ", ") + what.settings;
    here.use_server(what.api.plugin, what.server + what.api.below, settings);
    here.write_tasks({{"worker", std::vector(what.times, what.text)}});
    command program = here.json_run();
    program.arguments.insert(program.arguments.end(), what.flags.begin(), what.flags.end());
    for (const char* proxy : {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                              "no_proxy", "NO_PROXY", "CODEX_FLOW_PROXY_LOOPBACK"})
        program.environment[proxy] = std::nullopt;
    for (const auto& [name, value] : what.environment)
        program.environment[name] = value;

    told all;
    all.end = run(std::move(program));
    all.log = std::make_unique<event_log>(all.end.out);
    BOOST_TEST(fault_of(*all.log) == "", all.end.err);
    BOOST_TEST(all.end.out == without_checksums(here.journal()));
    all.answer = from_run(*all.log);
    return all;
}

} // namespace codexflow::test
