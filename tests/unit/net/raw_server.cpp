#include "tests/unit/net/raw_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace codexflow::test {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// A listening socket on the loopback address of @p family; its port goes to @p port.
unique_fd listen_loopback(int family, int backlog, std::uint16_t& port)
{
    unique_fd fd(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_addr = in6addr_loopback;
    const bool six = family == AF_INET6;
    auto* address = six ? reinterpret_cast<sockaddr*>(&v6) : reinterpret_cast<sockaddr*>(&v4);
    socklen_t size = six ? sizeof v6 : sizeof v4;
    if (!fd || ::bind(fd.get(), address, size) != 0 || ::listen(fd.get(), backlog) != 0 ||
        ::getsockname(fd.get(), address, &size) != 0)
        fail("listen on loopback");
    port = ntohs(six ? v6.sin6_port : v4.sin_port);
    return fd;
}

} // namespace

raw_server::raw_server(std::function<void(int)> serve, int family)
    : serve_(std::move(serve)), listener_(listen_loopback(family, SOMAXCONN, port_)), thread_([this] { run(); })
{
}

raw_server::~raw_server()
{
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
        if (serving_ >= 0)
            ::shutdown(serving_, SHUT_RDWR);
    }
    ::shutdown(listener_.get(), SHUT_RDWR);
    thread_.join();
}

void raw_server::run()
{
    for (;;)
    {
        const unique_fd client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        {
            const std::scoped_lock lock(mutex_);
            if (!client || stopping_)
                return;
            serving_ = client.get();
        }
        ++connections_;
        serve_(client.get());
        const std::scoped_lock lock(mutex_);
        serving_ = -1;
    }
}

bool has_ipv6()
{
    try
    {
        std::uint16_t port = 0;
        listen_loopback(AF_INET6, 1, port);
        return true;
    }
    catch (const std::system_error&)
    {
        return false;
    }
}

silent_port::silent_port() : listener_(listen_loopback(AF_INET, 0, port_)), filler_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(port_);
    if (::connect(filler_.get(), reinterpret_cast<sockaddr*>(&to), sizeof to) != 0)
        fail("connect to loopback");
}

std::string read_request_head(int fd)
{
    std::string head;
    char byte = 0;
    while (head.find("\r\n\r\n") == std::string::npos && ::recv(fd, &byte, 1, 0) == 1)
        head += byte;
    return head;
}

bool send_text(int fd, const std::string& text)
{
    return ::send(fd, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

} // namespace codexflow::test
