#pragma once

#include "tests/unit/net/raw_server.hpp"

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace codexflow::test {

/** A proxy that knows CONNECT and nothing else. Whatever host it is asked for, it connects to that port of
 *  127.0.0.1: names need not exist, and nobody else can have resolved them. One tunnel at a time. */
class tunnel_proxy
{
public:
    /// @param answer to every CONNECT; the tunnel is opened when its status is 200.
    explicit tunnel_proxy(std::string answer = "HTTP/1.0 200 Connection established\r\n\r\n");

    std::uint16_t port() const noexcept { return server_.port(); }
    std::string url(const std::string& user = "") const;
    std::size_t connections() const noexcept { return server_.connections(); }
    /// The heads of the CONNECT requests so far.
    std::vector<std::string> heads() const;

private:
    void serve(int fd);

    std::string answer_;
    mutable std::mutex mutex_; // guards what follows
    std::vector<std::string> heads_;
    raw_server server_; // last: its thread uses everything above
};

} // namespace codexflow::test
