#pragma once

#include "tests/support/gate.hpp"
#include "tests/support/unique_fd.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  A scripted HTTP/1.1 server on 127.0.0.1 and a port of the system's choice. A test says what it
 *  answers, piece by piece, and may break every rule of HTTP while doing so. */
namespace codexflow::test {

using header_list = std::vector<std::pair<std::string, std::string>>;

/// What a client sent, chunked bodies already put together.
struct http_request
{
    std::string method;
    std::string target;
    header_list headers;
    std::string body;
    std::size_t connection = 0; ///< Which connection it came on, from 1.
    std::size_t number = 0;     ///< Which request of the server it is, from 1.

    /// The header's value, names compared without case; empty when absent.
    std::string_view header(std::string_view name) const noexcept;
};

/** The way back to the client of one request, used by the handler's thread only.
 *  Writing functions return false once the client is gone or the server stops: the handler then
 *  just returns. What a handler leaves open is finished for it. */
class responder
{
public:
    /// A whole reply with Content-Length.
    bool reply(int status, std::string_view body, std::string_view content_type = "application/json",
               header_list extra = {});

    /** Starts a reply. Unless @p headers has Content-Length or `Connection: close`, the body is sent
     *  chunked. */
    bool write_head(int status, header_list headers = {});
    /// One piece of the body, as one chunk where chunked and in one write.
    bool write_chunk(std::string_view data);
    /// Ends the body; the connection may carry the next request.
    bool finish();

    /// Bytes as they are, around all of the above.
    bool write_raw(std::string_view bytes);
    /// Closes the connection here and now: a stream that just ends.
    void close();
    /// The same with a TCP reset.
    void abort();

    /// Holds on until the test opens @p hold; false when the server stops first.
    bool wait(gate& hold);
    /// Blocks until the client has closed its side: true; or the server stops: false.
    bool wait_closed();

    ~responder();
    responder(const responder&) = delete;
    responder& operator=(const responder&) = delete;

private:
    friend class loopback_server;
    responder(int fd, std::stop_token stop, std::function<void()> on_end);
    /// Says, once and before the last byte goes out, that this request is no longer being answered.
    void end();
    /// Completes what the handler left open; false when the connection cannot go on.
    bool complete();

    int fd_;
    std::stop_token stop_;
    std::function<void()> on_end_;
    bool head_written_ = false;
    bool chunked_ = false;
    bool finished_ = false;
    bool persistent_ = true;
};

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
