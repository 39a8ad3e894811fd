#pragma once

#include "tests/support/unique_fd.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <string>

namespace codexflow::test {

/// A port that takes connections into a queue that is full: connecting to it gets no answer at all.
class black_hole
{
public:
    black_hole()
    {
        listener_ = unique_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        address_.sin_family = AF_INET;
        address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address_;
        ::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address_), size);
        ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address_), &size);
        ::listen(listener_.get(), 0);
        for (unique_fd& one : filling_)
        {
            one = unique_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
            ::connect(one.get(), reinterpret_cast<sockaddr*>(&address_), sizeof address_);
        }
    }

    unsigned port() const { return ntohs(address_.sin_port); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }

    /// How many connections hang in the air, this object's own among them.
    std::size_t knocking() const
    {
        std::ifstream in("/proc/net/tcp");
        std::size_t found = 0;
        char wanted[16];
        std::snprintf(wanted, sizeof wanted, ":%04X 02", port()); // 02 is SYN_SENT
        for (std::string line; std::getline(in, line);)
            found += line.find(wanted) != line.npos ? 1 : 0;
        return found;
    }

private:
    unique_fd listener_;
    sockaddr_in address_{};
    std::array<unique_fd, 4> filling_;
};

} // namespace codexflow::test
