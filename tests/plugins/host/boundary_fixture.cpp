#include "tests/plugins/host/boundary_fixture.hpp"

#include "engine/plugin/inspect.hpp"

#include <codexflow/view.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <utility>

namespace codexflow::test {

std::filesystem::path sample(std::string_view name)
{
    return std::filesystem::path(CODEXFLOW_SAMPLES_DIR) / (std::string(name) + ".so");
}

bool collector::on_chunk(const cflow_chunk& chunk)
{
    if (throws)
        throw std::logic_error("out of the consumer");
    text += from_abi(chunk.data);
    kinds.push_back(chunk.kind);
    behind += chunk.data.len;
    most_behind = std::max(most_behind, behind);
    return behind <= high_water;
}

void collector::when_ready(std::function<void()> go)
{
    ++asked;
    waiting_.push_back(std::move(go));
    if (catches_up)
        boost::asio::post(io_, [this] { catch_up(); });
}

void collector::catch_up()
{
    behind = 0;
    for (const auto& go : std::exchange(waiting_, {}))
        go();
}

struct boundary_fixture::world
{
    boost::asio::io_context io{1};
    net::http_client http{io};
    system_clock time;
    plugin::service_context services{io, http, time, {}, {}, 0};
    plugin::plugin_host host{services};
};

boundary_fixture::boundary_fixture()
    : world_(std::make_unique<world>()), io(world_->io), services(world_->services), out(io)
{
}

boundary_fixture::~boundary_fixture()
{
    static std::vector<std::unique_ptr<world>> kept; // a plugin that was left behind may still call
    if (services.left_behind != 0)
        kept.push_back(std::move(world_));
}

boundary_fixture::made boundary_fixture::make(std::string_view sample_name, std::string settings,
                                              std::string component, const secrets& its_secrets,
                                              const std::set<std::string>& its_hosts)
{
    const auto from = plugin::inspect(sample(sample_name));
    if (!from)
        return from.error();
    if (component.empty())
        component = from->about.components.front().name;
    std::string_view kind = CFLOW_KIND_PROVIDER;
    for (const plugin::manifest::component& one : from->about.components)
        if (one.name == component && one.kind == "tool")
            kind = CFLOW_KIND_TOOL;
    plugin::instance_request what{kind, std::move(component), std::move(settings), its_secrets, its_hosts, {}, held};
    return world_->host.create(*from, std::move(what));
}

plugin::component_instance& boundary_fixture::provider(std::string_view sample_name)
{
    const made got = make(sample_name);
    BOOST_REQUIRE_MESSAGE(got.has_value(), to_string(got.error()));
    return **got;
}

void boundary_fixture::begin(plugin::component_instance& on, std::string verb, std::string request,
                             cancel_source& scope, std::function<void(plugin::operation_end)> on_end)
{
    boost::asio::co_spawn(io, plugin::run_operation(on, std::move(verb), std::move(request), out, scope),
                          [on_end = std::move(on_end)](const std::exception_ptr& bug, plugin::operation_end end) {
                              BOOST_TEST(!bug);
                              on_end(std::move(end));
                          });
}

void boundary_fixture::begin(plugin::component_instance& on, std::string verb, std::string request)
{
    ended.reset();
    begin(on, std::move(verb), std::move(request), cancel,
          [this](plugin::operation_end end) { ended = std::move(end); });
}

plugin::operation_end boundary_fixture::run(plugin::component_instance& on, std::string verb, std::string request)
{
    begin(on, std::move(verb), std::move(request));
    run_until([this] { return ended.has_value(); });
    return *ended;
}

void boundary_fixture::run_until(const std::function<bool()>& done)
{
    while (!done())
    {
        io.restart();
        BOOST_REQUIRE_MESSAGE(io.run_one_for(std::chrono::seconds(30)) != 0, "nothing happens any more");
    }
}

void boundary_fixture::settle()
{
    io.restart();
    io.poll();
}

} // namespace codexflow::test
