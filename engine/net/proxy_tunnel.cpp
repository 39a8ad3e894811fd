#include "engine/net/proxy_tunnel.hpp"

#include "engine/base/cancellation.hpp"
#include "engine/net/response_reader.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace codexflow::net {
namespace {

namespace asio = boost::asio;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

/// "host:port", which CONNECT wants with the port always written.
std::string tunnel_end(const url& to)
{
    const bool six = to.host.find(':') != to.host.npos;
    return (six ? '[' + to.host + ']' : to.host) + ':' + std::to_string(to.port);
}

std::string connect_head(const proxy_server& via, const url& to)
{
    const std::string end = tunnel_end(to);
    std::string head = "CONNECT " + end + " HTTP/1.1\r\nHost: " + end + "\r\n";
    head += "User-Agent: codex-flow/" CODEXFLOW_VERSION "\r\n";
    if (!via.authorization.empty())
        head += "Proxy-Authorization: " + via.authorization + "\r\n";
    return head + "\r\n";
}

error refusal(const proxy_server& via, const url& to, int status)
{
    if (status == 407 || status == 401) // some proxies say 401 to wrong credentials
        return proxy_wants_credentials(via, status);
    const bool later = status == 408 || status == 429 || status >= 500;
    return error(later ? errc::unavailable : errc::permission_denied,
                 "the proxy " + via.authority + " answered " + std::to_string(status) + " when asked for " +
                     tunnel_end(to))
        .with_phase("proxy")
        .with_hint(later ? std::string() : "have the proxy allow it, or list " + to.host + " in no_proxy");
}

} // namespace

error proxy_wants_credentials(const proxy_server& via, int status)
{
    const std::string what =
        via.authorization.empty() ? " wants credentials" : " did not accept the credentials";
    return error(errc::unauthenticated,
                 "the proxy " + via.authority + what + " (" + std::to_string(status) + ")")
        .with_phase("proxy")
        .with_hint("write them into the proxy's URL: http://user:password@" + via.authority);
}

asio::awaitable<result<std::unique_ptr<connection>>> open_tunnel(std::unique_ptr<connection> link,
                                                                 const proxy_server& via, const url& to,
                                                                 http_limits limits, cancel_source& cancel)
{
    response_reader answer(std::move(link), true);
    connection& wire = answer.link();
    cancel_subscription stop;
    cancel.subscribe(stop, [&](cancel_reason) { wire.cancel(); });
    wire.begin_wait("proxy", limits.proxy);
    const std::string head = connect_head(via, to);
    auto [not_sent, n] = co_await asio::async_write(wire.tcp(), asio::buffer(head), as_result);
    boost::system::error_code failed = co_await answer.read_head();
    wire.end_wait();
    if (failed || wire.stopped())
        co_return wire.explain(not_sent ? not_sent : failed, "the proxy " + via.authority);
    if (answer.status() < 200 || answer.status() > 299)
        co_return refusal(via, to, answer.status());
    if (wire.buffer().size() != 0) // in TLS the client speaks first
        co_return error(errc::protocol,
                        "the proxy " + via.authority + " sent more than its answer to CONNECT")
            .with_phase("proxy");
    co_return answer.release();
}

} // namespace codexflow::net
