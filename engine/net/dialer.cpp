#include "engine/net/dialer.hpp"

#include "engine/base/async_event.hpp"
#include "engine/base/cancellation.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace codexflow::net {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

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

std::string to_text(const tcp::endpoint& address)
{
    const std::string host = address.address().to_string();
    const std::string port = std::to_string(address.port());
    return address.address().is_v6() ? '[' + host + "]:" + port : host + ':' + port;
}

/// The host as an address, when it is one and needs no resolving.
std::optional<tcp::endpoint> literal_address(const std::string& host, std::uint16_t port)
{
    boost::system::error_code not_literal;
    const auto address = asio::ip::make_address(host, not_literal);
    if (not_literal)
        return std::nullopt;
    return tcp::endpoint(address, port);
}

/// What to say after every address has failed.
error all_failed(const std::vector<error>& failures)
{
    if (failures.size() == 1)
        return failures.front();
    error all(errc::deadline_exceeded, "none of its addresses can be reached");
    for (std::size_t i = 0; i != failures.size(); ++i)
    {
        all.message += (i == 0 ? ": " : "; ") + failures[i].message;
        if (failures[i].code != errc::deadline_exceeded)
            all.code = failures[i].code;
    }
    return std::move(all).with_phase("connect");
}

} // namespace

asio::awaitable<result<std::vector<dialer::endpoint>>> dialer::resolve(const std::string& host,
                                                                       std::uint16_t port, http_limits limits,
                                                                       cancel_source& cancel)
{
    std::vector<endpoint> all;
    if (cancel.cancelled())
        co_return error(errc::cancelled, "cancelled").with_phase("resolve");
    const auto asked = std::make_shared<lookup>(io_);
    bool late = false;
    deadline_sweeper::entry deadline([&] {
        late = true;
        asked->answered.set();
    });
    sweeper_.arm(deadline, limits.connect);
    cancel_subscription stop;
    cancel.subscribe(stop, [&](cancel_reason) { asked->answered.set(); });
    ++lookups_;
    asked->resolver.async_resolve(
        host, std::to_string(port),
        [this, asked](boost::system::error_code ec, tcp::resolver::results_type found) {
            --lookups_;
            asked->failed = ec;
            asked->found = std::move(found);
            asked->answered.set();
        });
    co_await asked->answered.wait();
    if (cancel.cancelled())
        co_return error(errc::cancelled, "cancelled").with_phase("resolve");
    if (late)
        co_return error(errc::deadline_exceeded,
                        fmt::format("the name '{}' was not resolved within {} s (connect limit)", host,
                                    static_cast<double>(limits.connect.count()) / 1000.0))
            .with_phase("resolve");
    if (asked->failed)
        co_return error(errc::unavailable,
                        "cannot resolve the name '" + host + "': " + asked->failed.message())
            .with_phase("resolve");
    for (const auto& entry : asked->found)
        all.push_back(entry.endpoint());
    if (all.empty())
        co_return error(errc::unavailable, "the name '" + host + "' has no address").with_phase("resolve");
    co_return all;
}

asio::awaitable<dialer::connected> dialer::attempt(const endpoint& address, std::string key,
                                                   http_limits limits, cancel_source& cancel)
{
    auto link = std::make_unique<connection>(io_, sweeper_, std::move(key));
    link->begin_wait("connect", limits.connect);
    cancel_subscription stop;
    cancel.subscribe(stop, [&](cancel_reason) { link->cancel(); });
    // A closed socket would be opened again by async_connect.
    if (cancel.cancelled())
        co_return link->explain({}, to_text(address));
    auto [ec] = co_await link->tcp().async_connect(address, as_result);
    link->end_wait();
    if (ec || link->stopped())
        co_return link->explain(ec, to_text(address));
    boost::system::error_code ignored; // only costs latency if it cannot be set
    link->tcp().set_option(tcp::no_delay(true), ignored);
    co_return std::move(link);
}

asio::awaitable<dialer::connected> dialer::connect(const std::vector<endpoint>& addresses, std::string key,
                                                   http_limits limits, cancel_source& cancel)
{
    std::vector<error> failures;
    for (const endpoint& address : addresses)
    {
        auto link = co_await attempt(address, key, limits, cancel);
        if (link || cancel.cancelled())
            co_return std::move(link);
        failures.push_back(std::move(link.error()));
    }
    co_return all_failed(failures);
}

asio::awaitable<dialer::connected> dialer::dial(const std::string& host, std::uint16_t port, std::string key,
                                                http_limits limits, cancel_source& cancel)
{
    if (const auto literal = literal_address(host, port))
        co_return co_await attempt(*literal, std::move(key), limits, cancel);
    const auto addresses = co_await resolve(host, port, limits, cancel);
    if (!addresses)
        co_return addresses.error();
    co_return co_await connect(*addresses, std::move(key), limits, cancel);
}

} // namespace codexflow::net
