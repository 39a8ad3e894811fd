#pragma once

#include "tests/support/gate.hpp"
#include "tests/support/http_request.hpp"
#include "tests/support/responder.hpp"
#include "tests/support/unique_fd.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

/** @file
 *  A scripted HTTP/1.1 server on 127.0.0.1 and a port of the system's choice. A test says what it
 *  answers, piece by piece, and may break every rule of HTTP while doing so. */
namespace codexflow::test {

/** The server. Each connection has a thread of its own, on which the handler runs; a handler must
 *  therefore be safe to run on many threads at once, and must not use BOOST_TEST, which is not.
 *  The destructor ends all connections, opens every wait of a handler and joins. */
class loopback_server
{
public:
    using handler = std::function<void(const http_request&, responder&)>;

    /// @throws std::system_error when no port can be had.
    explicit loopback_server(handler answer);
    ~loopback_server();
    loopback_server(const loopback_server&) = delete;
    loopback_server& operator=(const loopback_server&) = delete;

    std::uint16_t port() const noexcept;
    std::string url() const; ///< "http://127.0.0.1:PORT"

    std::size_t requests() const;         ///< Requests received so far.
    std::size_t connections() const;      ///< Connections accepted so far.
    std::size_t open_connections() const; ///< Connections open now.
    /// The most requests that were being answered at once; never more than the client could know of.
    std::size_t peak_requests() const;
    std::vector<http_request> received() const;

    /// Waits until that many requests have come; false after @p limit.
    bool wait_for_requests(std::size_t count,
                           std::chrono::milliseconds limit = std::chrono::seconds(30)) const;
    /// Waits until exactly that many connections are open; false after @p limit.
    bool wait_for_open_connections(std::size_t count,
                                   std::chrono::milliseconds limit = std::chrono::seconds(30)) const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

/** A port of 127.0.0.1 that refuses connections for as long as the object lives: it is taken, and
 *  nobody listens. */
class refusing_port
{
public:
    refusing_port();

    std::uint16_t port() const noexcept { return port_; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

private:
    std::uint16_t port_ = 0;
    unique_fd fd_;
};

} // namespace codexflow::test
