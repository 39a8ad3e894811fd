#pragma once

#include "engine/base/cancellation.hpp"
#include "engine/base/clock.hpp"
#include "engine/net/http_client.hpp"
#include "engine/plugin/operation.hpp"
#include "engine/plugin/plugin_host.hpp"
#include "engine/plugin/run_operation.hpp"
#include "tests/plugins/samples/puppet.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  The host's side of the boundary as tests use it: real plugins, loaded and run by the real host. */
namespace codexflow::test {

/// Where the sample plugin @p name lies; a path without its extension is taken as it is.
std::filesystem::path sample(std::string_view name);

/// Takes what an operation emits. Behind by what it took since it last caught up.
class collector final : public plugin::chunk_consumer
{
public:
    explicit collector(boost::asio::io_context& io) : io_(io) {}

    bool on_chunk(const cflow_chunk& chunk) override;
    void when_ready(std::function<void()> go) override;
    /// Takes everything and welcomes more.
    void catch_up();

    std::string text;                              ///< Of all chunks.
    std::vector<std::uint32_t> kinds;              ///< Of each.
    std::size_t high_water = static_cast<std::size_t>(-1); ///< It says "wait" when it is behind by more bytes.
    bool catches_up = true;                        ///< By itself, soon after it was asked to; else by the test.
    bool throws = false;                           ///< As a bug of ours would.
    std::size_t behind = 0;
    std::size_t most_behind = 0;
    std::size_t asked = 0;                         ///< Calls of when_ready.

private:
    boost::asio::io_context& io_;
    std::vector<std::function<void()>> waiting_;
};

class boundary_fixture
{
public:
    boundary_fixture();
    ~boundary_fixture();

    using secrets = std::map<std::string, std::string>;
    using made = result<plugin::component_instance*>;

    /// Loads the sample and makes its provider, or tools, of the first or the given name.
    made make(std::string_view sample_name, std::string settings = "{}", std::string component = {},
              const secrets& its_secrets = {}, const std::set<std::string>& its_hosts = {});
    /// What the processes are held to of what make() makes; off to begin with.
    workspace::sandbox held;
    /// The sample's provider, which must come to be.
    plugin::component_instance& provider(std::string_view sample_name);

    /// Runs one operation to its end.
    plugin::operation_end run(plugin::component_instance& on, std::string verb, std::string request);
    plugin::operation_end run(plugin::component_instance& on, std::string verb, const puppet& told)
    {
        return run(on, std::move(verb), told.address());
    }
    /// Begins one under a scope of its own and tells @p on_end.
    void begin(plugin::component_instance& on, std::string verb, std::string request, cancel_source& scope,
               std::function<void(plugin::operation_end)> on_end);
    /// Begins one under @c cancel; its end is in @c ended when it has come.
    void begin(plugin::component_instance& on, std::string verb, std::string request);
    std::optional<plugin::operation_end> ended;

    /// Runs the io_context until @p done says so; fails the test when nothing is left to run.
    void run_until(const std::function<bool()>& done);
    /// Runs what can run without waiting.
    void settle();

private:
    struct world;
    std::unique_ptr<world> world_;

public:
    boost::asio::io_context& io;
    plugin::service_context& services;
    collector out;
    cancel_source cancel;
};

} // namespace codexflow::test
