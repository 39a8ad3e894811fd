#pragma once

#include "engine/net/connection.hpp"
#include "engine/net/http.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace codexflow {
class cancel_source;
}

namespace codexflow::net {

/** Finds a host's addresses and connects to the first that answers. Engine thread only; outlives its
 *  connections and every name being resolved. */
class dialer
{
public:
    using endpoint = boost::asio::ip::tcp::endpoint;
    using connected = result<std::unique_ptr<connection>>;

    dialer(boost::asio::io_context& io, deadline_sweeper& sweeper) : io_(io), sweeper_(sweeper) {}

    /** Resolves @p host (a name or an address) and connects.
     *  @param key The connection's, for the pool.
     *  Errors: those of connect(), and the same codes with phase "resolve". */
    boost::asio::awaitable<connected> dial(const std::string& host, std::uint16_t port, std::string key,
                                           http_limits limits, cancel_source& cancel);

    /** Tries @p addresses in turn, each with a connect limit of its own; the error names all of them.
     *  Errors, phase "connect": unavailable, deadline_exceeded (all were late), cancelled. */
    boost::asio::awaitable<connected> connect(const std::vector<endpoint>& addresses, std::string key,
                                              http_limits limits, cancel_source& cancel);

    /// Names being resolved, also for requests that were given up.
    std::size_t lookups() const noexcept { return lookups_; }

private:
    boost::asio::awaitable<result<std::vector<endpoint>>> resolve(const std::string& host, std::uint16_t port,
                                                                  http_limits limits, cancel_source& cancel);
    boost::asio::awaitable<connected> attempt(const endpoint& address, std::string key, http_limits limits,
                                              cancel_source& cancel);

    boost::asio::io_context& io_;
    deadline_sweeper& sweeper_;
    std::size_t lookups_ = 0;
};

} // namespace codexflow::net
