#pragma once

#include "tests/support/unique_fd.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

/** @file
 *  A server below HTTP: for what tests/support/loopback_server.hpp cannot do (TLS, IPv6, a port that
 *  never answers). */
namespace codexflow::test {

/** Serves connections one after the other on a thread of its own: @p serve gets the connected socket,
 *  which is closed when it returns. No BOOST_TEST in it. The destructor shuts the socket being served
 *  down and joins. */
class raw_server
{
public:
    explicit raw_server(std::function<void(int fd)> serve, int family = 2 /* AF_INET */);
    ~raw_server();
    raw_server(const raw_server&) = delete;
    raw_server& operator=(const raw_server&) = delete;

    std::uint16_t port() const noexcept { return port_; }
    std::size_t connections() const noexcept { return connections_; }

private:
    void run();

    std::function<void(int)> serve_;
    std::uint16_t port_ = 0;
    unique_fd listener_;
    std::atomic<std::size_t> connections_{0};
    std::mutex mutex_; // guards what follows
    int serving_ = -1;
    bool stopping_ = false;
    std::thread thread_;
};

/// Whether this machine can listen on ::1.
bool has_ipv6();

/// A port of 127.0.0.1 whose queue of connections is full: connecting to it neither works nor fails.
class silent_port
{
public:
    silent_port();

    std::uint16_t port() const noexcept { return port_; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

private:
    std::uint16_t port_ = 0;
    unique_fd listener_;
    unique_fd filler_;
};

/// Reads from @p fd up to the blank line that ends a request's head; what it read.
std::string read_request_head(int fd);
bool send_text(int fd, const std::string& text);

} // namespace codexflow::test
