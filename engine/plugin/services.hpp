#pragma once

#include "engine/net/http.hpp"
#include "engine/workspace/child_process.hpp"
#include "engine/workspace/sandbox.hpp"

#include <codexflow/abi.h>

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace codexflow {
class clock;
namespace net {
class http_client;
}
} // namespace codexflow

namespace codexflow::plugin {

/** What the services of the host are made of. Owned by the run; outlives every plugin. */
struct service_context
{
    boost::asio::io_context& io;
    net::http_client& http;
    clock& time;
    net::http_limits limits; ///< Where a request asks for none of its own.
    /// Takes a plugin's log line; from any thread.
    std::function<void(std::string_view plugin, int level, std::string_view text)> log;
    /// Operations whose plugin did not end when told to. While there is one, nothing here may be
    /// destroyed: the plugin may still call.
    std::size_t left_behind = 0;
    std::map<std::string, std::string> variables{}; ///< Our environment, as child processes may get it.
    workspace::child_list children{};               ///< All that plugins have started.
};

/** The host as one component instance sees it: what cflow_host.impl points to. Every instance has its
 *  own, because what it may do with secrets depends on its settings. */
struct host_view
{
    service_context& shared;
    std::string plugin_id;
    std::map<std::string, std::string> secrets; ///< Those it may use, with their values.
    std::set<std::string> hosts;                ///< Where it may send them.
    std::set<std::string> variables;            ///< Those its child processes may get, beside the harmless ones.
    workspace::sandbox sandbox{};               ///< Holds for its child processes.
    cflow_host abi{};

    host_view(service_context& context, std::string id);
    host_view(const host_view&) = delete;
    host_view& operator=(const host_view&) = delete;
};

inline const host_view& view_of(const cflow_host* host) { return *static_cast<const host_view*>(host->impl); }

/// The tables behind get_service; null for a service this host does not have.
const void* find_service(std::string_view id) noexcept;

const cflow_http_v1& http_service() noexcept;
const cflow_process_v1& process_service() noexcept;

} // namespace codexflow::plugin
