#include "tests/support/loopback_server.hpp"

#include "tests/support/http_reader.hpp"
#include "tests/support/unique_fd.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <list>
#include <mutex>
#include <system_error>
#include <thread>

namespace codexflow::test {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// A socket bound to 127.0.0.1 and a free port, which is put into @p port.
unique_fd bind_loopback(std::uint16_t& port)
{
    unique_fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (!fd || ::bind(fd.get(), generic, size) != 0 || ::getsockname(fd.get(), generic, &size) != 0)
        fail("bind 127.0.0.1");
    port = ntohs(address.sin_port);
    return fd;
}

} // namespace

struct loopback_server::state
{
    struct connection
    {
        unique_fd fd;
        std::thread thread;
        bool open = true;
    };

    handler answer;
    std::uint16_t port = 0;
    unique_fd listener;
    std::stop_source stop;

    mutable std::mutex mutex; // guards what follows
    mutable std::condition_variable changed;
    std::list<connection> connections;
    std::size_t open = 0;
    std::size_t answering = 0;
    std::size_t peak = 0;
    std::vector<http_request> received;

    std::thread acceptor; // last: it uses everything above

    void accept_all();
    void serve(connection& mine, std::size_t number);
    void converse(int fd, std::size_t number);
};

void loopback_server::state::accept_all()
{
    for (;;)
    {
        const int fd = ::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0)
            return; // the destructor shut the listener down
        const int yes = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        const std::scoped_lock lock(mutex);
        auto& mine = connections.emplace_back();
        mine.fd = unique_fd(fd);
        ++open;
        const auto number = connections.size();
        if (stop.stop_requested())
            ::shutdown(fd, SHUT_RDWR);
        mine.thread = std::thread([this, &mine, number] { serve(mine, number); });
        changed.notify_all();
    }
}

void loopback_server::state::serve(connection& mine, std::size_t number)
{
    converse(mine.fd.get(), number);
    const std::scoped_lock lock(mutex);
    mine.fd.reset();
    --open;
    changed.notify_all();
}

void loopback_server::state::converse(int fd, std::size_t number)
{
    http_reader reader(fd);
    for (;;)
    {
        auto request = reader.next();
        if (!request)
            return;
        request->connection = number;
        {
            const std::scoped_lock lock(mutex);
            request->number = received.size() + 1;
            received.push_back(*request);
            peak = std::max(peak, ++answering);
            changed.notify_all();
        }
        responder back(fd, stop.get_token(), [this] {
            const std::scoped_lock lock(mutex);
            --answering;
        });
        answer(*request, back);
        if (!back.complete())
            return;
    }
}

loopback_server::loopback_server(handler answer) : state_(std::make_unique<state>())
{
    state_->answer = std::move(answer);
    state_->listener = bind_loopback(state_->port);
    if (::listen(state_->listener.get(), SOMAXCONN) != 0)
        fail("listen");
    state_->acceptor = std::thread([this] { state_->accept_all(); });
}

loopback_server::~loopback_server()
{
    state_->stop.request_stop();
    ::shutdown(state_->listener.get(), SHUT_RDWR);
    state_->acceptor.join();
    {
        const std::scoped_lock lock(state_->mutex);
        for (auto& one : state_->connections)
            if (one.fd)
                ::shutdown(one.fd.get(), SHUT_RDWR);
    }
    for (auto& one : state_->connections)
        one.thread.join();
}

std::uint16_t loopback_server::port() const noexcept { return state_->port; }
std::string loopback_server::url() const { return "http://127.0.0.1:" + std::to_string(port()); }

std::size_t loopback_server::requests() const
{
    const std::scoped_lock lock(state_->mutex);
    return state_->received.size();
}

std::size_t loopback_server::connections() const
{
    const std::scoped_lock lock(state_->mutex);
    return state_->connections.size();
}

std::size_t loopback_server::open_connections() const
{
    const std::scoped_lock lock(state_->mutex);
    return state_->open;
}

std::size_t loopback_server::peak_requests() const
{
    const std::scoped_lock lock(state_->mutex);
    return state_->peak;
}

std::vector<http_request> loopback_server::received() const
{
    const std::scoped_lock lock(state_->mutex);
    return state_->received;
}

bool loopback_server::wait_for_requests(std::size_t count, std::chrono::milliseconds limit) const
{
    std::unique_lock lock(state_->mutex);
    return state_->changed.wait_for(lock, limit, [&] { return state_->received.size() >= count; });
}

bool loopback_server::wait_for_open_connections(std::size_t count, std::chrono::milliseconds limit) const
{
    std::unique_lock lock(state_->mutex);
    return state_->changed.wait_for(lock, limit, [&] { return state_->open == count; });
}

refusing_port::refusing_port() : fd_(bind_loopback(port_)) {}

} // namespace codexflow::test
