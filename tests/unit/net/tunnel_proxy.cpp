#include "tests/unit/net/tunnel_proxy.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cstdlib>
#include <utility>

namespace codexflow::test {
namespace {

/// Passes on what has come from @p from; false when that has ended.
bool pass_on(int from, int to)
{
    std::array<char, 16384> piece{};
    const ssize_t count = ::recv(from, piece.data(), piece.size(), 0);
    return count > 0 && send_text(to, std::string(piece.data(), static_cast<std::size_t>(count)));
}

unique_fd connect_loopback(int port)
{
    unique_fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    const int failed = ::connect(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof to);
    return failed == 0 ? std::move(fd) : unique_fd();
}

/// The port in "CONNECT host:port HTTP/1.1".
int port_of(const std::string& head)
{
    const auto line = head.substr(0, head.find(" HTTP/"));
    return std::atoi(line.substr(line.rfind(':') + 1).c_str());
}

} // namespace

tunnel_proxy::tunnel_proxy(std::string answer)
    : answer_(std::move(answer)),
      server_([this](int fd) { serve(fd); })
{}

std::string tunnel_proxy::url(const std::string& user) const
{
    return "http://" + (user.empty() ? "" : user + '@') + "127.0.0.1:" + std::to_string(port());
}

std::vector<std::string> tunnel_proxy::heads() const
{
    const std::scoped_lock lock(mutex_);
    return heads_;
}

void tunnel_proxy::serve(int fd)
{
    const std::string head = read_request_head(fd);
    {
        const std::scoped_lock lock(mutex_);
        heads_.push_back(head);
    }
    if (answer_.empty())
    {
        read_request_head(fd); // until the client gives up
        return;
    }
    const bool open = answer_.find(" 200 ") != std::string::npos;
    const unique_fd there = open ? connect_loopback(port_of(head)) : unique_fd();
    send_text(fd, answer_);
    if (!there)
        return;
    std::array<pollfd, 2> both{{{fd, POLLIN, 0}, {there.get(), POLLIN, 0}}};
    while (::poll(both.data(), both.size(), -1) > 0)
    {
        if (both[0].revents != 0 && !pass_on(fd, there.get()))
            return;
        if (both[1].revents != 0 && !pass_on(there.get(), fd))
            return;
    }
}

} // namespace codexflow::test
