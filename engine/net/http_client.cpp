#include "engine/net/http_client.hpp"

#include "engine/base/cancellation.hpp"
#include "engine/net/dialer.hpp"
#include "engine/net/http_exchange.hpp"
#include "engine/net/proxy_tunnel.hpp"
#include "engine/net/redirect.hpp"
#include "engine/net/request_head.hpp"
#include "engine/net/request_writer.hpp"
#include "engine/net/tls_client.hpp"
#include "engine/net/url.hpp"

#include <chrono>
#include <optional>
#include <utility>

namespace codexflow::net {
namespace {

namespace asio = boost::asio;
using steady = std::chrono::steady_clock;
using exchange = result<std::unique_ptr<http_exchange>>;

std::chrono::microseconds since(steady::time_point start)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(steady::now() - start);
}

/// Where one request goes and by which way.
struct route
{
    route(url origin, std::optional<proxy_server> proxy) : to(std::move(origin)), via(std::move(proxy)) {}

    url to;
    std::optional<proxy_server> via;

    /// The proxy, when it has to read and pass on the request.
    const proxy_server* forwarder() const noexcept { return via && !to.tls ? &*via : nullptr; }
    /// The connections that can serve this request. A forwarding proxy's can serve requests to any host.
    std::string key() const
    {
        if (!via)
            return to.key();
        const std::string proxy = "proxy " + via->authority;
        return to.tls ? to.key() + " through " + proxy : proxy;
    }
};

result<route> find_route(const std::string& text, const proxy_settings& proxies)
{
    result<url> to = parse_url(text);
    if (!to)
        return to.error();
    auto via = choose_proxy(proxies, *to);
    if (!via)
        return via.error();
    return route(std::move(*to), std::move(*via));
}

/// The request's head; when there is none, @p answer becomes the reason.
std::string head_or_fail(const http_request& request, const route& way, exchange& answer)
{
    result<std::string> head = make_head(request, way.to, way.forwarder());
    if (head)
        return std::move(*head);
    answer = std::move(head.error());
    return {};
}

std::string header_value(const http_exchange& from, std::string_view name)
{
    for (const auto& [key, value] : from.headers())
        if (key == name)
            return value;
    return {};
}

/** Turns @p request to where the answer sends it, if it does. True: ask again. False: @p answer is what the
 *  caller gets, which is an error when the redirect is not one to follow. No coroutine: what it needs on the
 *  way takes no room in the frames of those that wait. */
bool follow(http_request& request, const route& way, unsigned followed, exchange& answer)
{
    if (!answer)
        return false;
    const std::string location = header_value(**answer, "location");
    auto target = redirect_target(request, way.to, (*answer)->status(), location, followed);
    if (!target)
    {
        answer = std::move(target.error());
        return false;
    }
    if (!*target)
        return false;
    request.url = std::move(**target);
    const result<url> next = parse_url(request.url);
    if (!next)
    {
        answer = next.error();
        return false;
    }
    if (!same_origin(way.to, *next))
        drop_secrets(request);
    return true;
}

} // namespace

struct http_client::state
{
    state(asio::io_context& context, proxy_settings use, tls_settings tls_use)
        : io(context),
          sweeper(context),
          dial(context, sweeper),
          proxies(std::move(use)),
          tls(std::move(tls_use))
    {}

    asio::io_context& io;
    deadline_sweeper sweeper;
    dialer dial;
    proxy_settings proxies;
    tls_client tls;
    std::shared_ptr<connection_pool> pool = std::make_shared<connection_pool>();

    asio::awaitable<dialer::connected> connect(const route& way, http_limits limits, cancel_source& cancel,
                                               exchange_timing& timing);
    asio::awaitable<exchange> send(std::unique_ptr<connection> link, const std::string& head,
                                   const http_request& request, const route& way, http_limits limits,
                                   cancel_source& cancel, exchange_timing timing, bool& stale);
    asio::awaitable<exchange> open(const http_request& request, const route& way, http_limits limits,
                                   cancel_source& cancel);
};

asio::awaitable<dialer::connected> http_client::state::connect(const route& way, http_limits limits,
                                                               cancel_source& cancel, exchange_timing& timing)
{
    const auto start = steady::now();
    const std::string& host = way.via ? way.via->host : way.to.host;
    const std::uint16_t port = way.via ? way.via->port : way.to.port;
    auto link = co_await dial.dial(host, port, way.key(), limits, cancel);
    if (!link && way.via)
        co_return std::move(link.error()).under("the proxy " + way.via->authority);
    if (link && way.via && way.to.tls)
        link = co_await open_tunnel(std::move(*link), *way.via, way.to, limits, cancel);
    timing.connect = since(start);
    if (!link || !way.to.tls)
        co_return std::move(link);
    const auto begun = steady::now();
    auto secured = co_await tls.handshake(**link, way.to, limits, cancel);
    timing.tls = since(begun);
    if (!secured)
        co_return secured.error();
    co_return std::move(link);
}

asio::awaitable<exchange> http_client::state::send(std::unique_ptr<connection> link, const std::string& head,
                                                   const http_request& request, const route& way,
                                                   http_limits limits, cancel_source& cancel,
                                                   exchange_timing timing, bool& stale)
{
    auto response = std::make_unique<response_reader>(std::move(link), request.method == "HEAD");
    connection& wire = response->link();
    cancel_subscription stop;
    cancel.subscribe(stop, [&](cancel_reason) { wire.cancel(); });
    const auto start = steady::now();
    wire.begin_wait("first_byte", limits.first_byte);
    request_writer writer(io, wire);
    writer.begin(head, request.body);
    const boost::system::error_code failed = co_await response->read_head();
    if (failed || response->status() >= 400) // nobody is going to use the rest of the request
        writer.stop();
    co_await writer.ended();
    wire.end_wait();
    timing.first_byte = since(start);
    if (failed || wire.stopped())
    {
        const error why = wire.explain(failed, way.to.authority);
        stale = why.code == errc::unavailable && !response->heard();
        co_return why;
    }
    if (way.forwarder() != nullptr && response->status() == 407)
        co_return proxy_wants_credentials(*way.via, 407);
    if (!writer.complete())
        response->spoil();
    std::unique_ptr<http_exchange> made =
        std::make_unique<streamed_exchange>(std::move(response), pool, limits, way.to.authority, timing);
    co_return std::move(made);
}

asio::awaitable<exchange> http_client::state::open(const http_request& request, const route& way,
                                                   http_limits limits, cancel_source& cancel)
{
    exchange answer;
    const std::string head = head_or_fail(request, way, answer);
    if (!answer)
        co_return std::move(answer);
    exchange_timing timing;
    bool stale = false;
    if (auto kept = pool->take(way.key()); kept != nullptr)
    {
        timing.reused = true;
        answer = co_await send(std::move(kept), head, request, way, limits, cancel, timing, stale);
        if (answer || !stale)
            co_return std::move(answer);
        timing.reused = false;
    }
    auto fresh = co_await connect(way, limits, cancel, timing);
    if (!fresh)
        co_return fresh.error();
    co_return co_await send(std::move(*fresh), head, request, way, limits, cancel, timing, stale);
}

http_client::http_client(asio::io_context& io, proxy_settings proxies, tls_settings tls)
    : state_(std::make_unique<state>(io, std::move(proxies), std::move(tls)))
{}

http_client::~http_client() = default;

void http_client::configure(proxy_settings proxies, tls_settings tls)
{
    close_idle();
    state_->proxies = std::move(proxies);
    state_->tls = tls_client(std::move(tls));
}

void http_client::close_idle() { state_->pool->clear(); }

std::size_t http_client::lookups() const noexcept { return state_->dial.lookups(); }

asio::awaitable<exchange> http_client::open(http_request request, http_limits limits, cancel_source& cancel)
{
    for (unsigned followed = 0;; ++followed)
    {
        const result<route> way = find_route(request.url, state_->proxies);
        if (!way)
            co_return way.error();
        exchange answer = co_await state_->open(request, *way, limits, cancel);
        if (!follow(request, *way, followed, answer))
            co_return std::move(answer);
    }
}

} // namespace codexflow::net
