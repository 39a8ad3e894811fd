#include "engine/net/http_client.hpp"

#include "engine/base/async_event.hpp"
#include "engine/base/cancellation.hpp"
#include "engine/net/http_exchange.hpp"
#include "engine/net/request_head.hpp"
#include "engine/net/url.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace codexflow::net {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

std::string certificate_fault(connection::tls_stream& stream)
{
    const long verdict = ::SSL_get_verify_result(stream.native_handle());
    return verdict == X509_V_OK ? std::string() : std::string(::X509_verify_cert_error_string(verdict));
}

} // namespace

/** A name being resolved. The system's resolver cannot be interrupted, so nobody waits for it longer than
 *  wanted: this is shared with its callback, which may come long after the request was given up. */
struct lookup
{
    explicit lookup(asio::io_context& io) : resolver(io), answered(io) {}

    tcp::resolver resolver;
    async_event answered;
    boost::system::error_code failed;
    tcp::resolver::results_type found;
};

struct http_client::state
{
    using opened = result<std::unique_ptr<connection>>;

    explicit state(asio::io_context& context) : io(context), sweeper(context) {}

    asio::io_context& io;
    deadline_sweeper sweeper;
    std::shared_ptr<connection_pool> pool = std::make_shared<connection_pool>();
    std::size_t lookups = 0; ///< Names being resolved, also for requests that were given up.
    std::optional<asio::ssl::context> tls; ///< Made at the first https request: reading the system's
                                           ///< certificates takes longer than a whole local run.

    asio::ssl::context& tls_context()
    {
        if (!tls)
        {
            tls.emplace(asio::ssl::context::tls_client);
            tls->set_default_verify_paths();
            tls->set_verify_mode(asio::ssl::verify_peer);
            ::SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
        }
        return *tls;
    }

    asio::awaitable<result<std::vector<tcp::endpoint>>> resolve(const url& to, http_limits limits,
                                                                cancel_source& cancel);
    asio::awaitable<opened> connect(const url& to, http_limits limits, cancel_source& cancel);
    asio::awaitable<result<bool>> handshake(connection& link, const url& to, http_limits limits);
    asio::awaitable<result<std::unique_ptr<http_exchange>>> send(std::unique_ptr<connection> link,
                                                                 const std::string& head, const http_request& request,
                                                                 const url& to, http_limits limits,
                                                                 cancel_source& cancel, bool& stale);
};

asio::awaitable<result<std::vector<tcp::endpoint>>> http_client::state::resolve(const url& to, http_limits limits,
                                                                                cancel_source& cancel)
{
    std::vector<tcp::endpoint> all;
    boost::system::error_code not_literal;
    const auto literal = asio::ip::make_address(to.host, not_literal);
    if (!not_literal)
    {
        all.emplace_back(literal, to.port);
        co_return all;
    }
    const auto asked = std::make_shared<lookup>(io);
    bool late = false;
    deadline_sweeper::entry deadline([&] {
        late = true;
        asked->answered.set();
    });
    sweeper.arm(deadline, limits.connect);
    cancel_subscription stop;
    cancel.subscribe(stop, [&](cancel_reason) { asked->answered.set(); });
    ++lookups;
    asked->resolver.async_resolve(to.host, std::to_string(to.port),
                                  [this, asked](boost::system::error_code ec, tcp::resolver::results_type found) {
                                      --lookups;
                                      asked->failed = ec;
                                      asked->found = std::move(found);
                                      asked->answered.set();
                                  });
    co_await asked->answered.wait();
    if (cancel.cancelled())
        co_return error(errc::cancelled, "cancelled").with_phase("resolve");
    if (late)
        co_return error(errc::deadline_exceeded, "the name '" + to.host + "' was not resolved in time").with_phase("resolve");
    if (asked->failed)
        co_return error(errc::unavailable, "cannot resolve the name '" + to.host + "': " + asked->failed.message())
            .with_phase("resolve");
    for (const auto& entry : asked->found)
        all.push_back(entry.endpoint());
    co_return all;
}

asio::awaitable<http_client::state::opened> http_client::state::connect(const url& to, http_limits limits,
                                                                        cancel_source& cancel)
{
    auto addresses = co_await resolve(to, limits, cancel);
    if (!addresses)
        co_return addresses.error();
    std::optional<error> last;
    for (const tcp::endpoint& address : *addresses)
    {
        if (cancel.cancelled())
            co_return error(errc::cancelled, "cancelled").with_phase("connect");
        auto link = std::make_unique<connection>(io, sweeper, to.key());
        cancel_subscription stop;
        cancel.subscribe(stop, [&](cancel_reason) { link->cancel(); });
        link->begin_wait("connect", limits.connect);
        auto [ec] = co_await link->tcp().async_connect(address, as_result);
        link->end_wait();
        if (!ec && !link->cancelled())
        {
            boost::system::error_code ignored; // only costs latency if it cannot be set
            link->tcp().set_option(tcp::no_delay(true), ignored);
            if (to.tls)
            {
                auto secured = co_await handshake(*link, to, limits);
                if (!secured)
                    co_return secured.error();
            }
            co_return std::move(link);
        }
        std::string where = address.address().to_string();
        where += ':' + std::to_string(address.port());
        last = link->explain(ec, where);
    }
    if (!last)
        last = error(errc::unavailable, "the name '" + to.host + "' has no address").with_phase("resolve");
    co_return *last;
}

asio::awaitable<result<bool>> http_client::state::handshake(connection& link, const url& to, http_limits limits)
{
    auto& stream = link.start_tls(tls_context());
    boost::system::error_code not_literal;
    asio::ip::make_address(to.host, not_literal);
    if (not_literal) // server names are names, never addresses (RFC 6066)
        ::SSL_set_tlsext_host_name(stream.native_handle(), to.host.c_str());
    if (::SSL_set1_host(stream.native_handle(), to.host.c_str()) != 1) // takes names and addresses
        co_return error(errc::internal, to.authority + ": its certificate cannot be checked").with_phase("tls");
    link.begin_wait("tls", limits.tls);
    auto [ec] = co_await stream.async_handshake(asio::ssl::stream_base::client, as_result);
    link.end_wait();
    if (!ec)
        co_return true;
    const std::string fault = certificate_fault(stream);
    if (fault.empty() || link.cancelled())
        co_return link.explain(ec, to.authority);
    co_return error(errc::permission_denied, to.authority + ": its certificate was not accepted: " + fault)
        .with_phase("tls")
        .with_hint("for a private authority set SSL_CERT_FILE to its certificate");
}

asio::awaitable<result<std::unique_ptr<http_exchange>>>
http_client::state::send(std::unique_ptr<connection> link, const std::string& head, const http_request& request,
                         const url& to, http_limits limits, cancel_source& cancel, bool& stale)
{
    auto response = std::make_unique<response_reader>(std::move(link), request.method == "HEAD");
    connection& wire = response->link();
    cancel_subscription stop;
    cancel.subscribe(stop, [&](cancel_reason) { wire.cancel(); });
    wire.begin_wait("first_byte", limits.first_byte);
    std::array<asio::const_buffer, 2> parts;
    parts[0] = asio::buffer(head);
    parts[1] = asio::buffer(request.body);
    boost::system::error_code write_failed;
    if (wire.tls() != nullptr)
    {
        auto [ec, n] = co_await asio::async_write(*wire.tls(), parts, as_result);
        write_failed = ec;
    }
    else
    {
        auto [ec, n] = co_await asio::async_write(wire.tcp(), parts, as_result);
        write_failed = ec;
    }
    // A server may answer and close before it has read everything (413): its answer counts.
    boost::system::error_code failed = co_await response->read_head();
    wire.end_wait();
    if (wire.cancelled())
        co_return error(errc::cancelled, "cancelled").with_phase("first_byte");
    if (!failed)
    {
        std::unique_ptr<http_exchange> made =
            std::make_unique<streamed_exchange>(std::move(response), pool, limits, to.authority);
        co_return std::move(made);
    }
    const error why = wire.explain(write_failed ? write_failed : failed, to.authority);
    stale = why.code == errc::unavailable && !response->heard();
    co_return why;
}

http_client::http_client(asio::io_context& io) : state_(std::make_unique<state>(io)) {}
http_client::~http_client() = default;

void http_client::close_idle() { state_->pool->clear(); }

std::size_t http_client::lookups() const noexcept { return state_->lookups; }

asio::awaitable<result<std::unique_ptr<http_exchange>>> http_client::open(http_request request, http_limits limits,
                                                                          cancel_source& cancel)
{
    const result<url> to = parse_url(request.url);
    if (!to)
        co_return to.error();
    const result<std::string> head = make_head(request, *to);
    if (!head)
        co_return head.error();

    if (auto kept = state_->pool->take(to->key()); kept != nullptr)
    {
        bool stale = false;
        auto answer = co_await state_->send(std::move(kept), *head, request, *to, limits, cancel, stale);
        if (answer || !stale)
            co_return std::move(answer);
    }
    auto fresh = co_await state_->connect(*to, limits, cancel);
    if (!fresh)
        co_return fresh.error();
    bool unused = false;
    auto answer = co_await state_->send(std::move(*fresh), *head, request, *to, limits, cancel, unused);
    co_return std::move(answer);
}

} // namespace codexflow::net
