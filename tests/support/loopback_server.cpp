#include "tests/support/loopback_server.hpp"

#include "tests/support/http_reader.hpp"
#include "tests/support/unique_fd.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstdio>
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

bool send_all(int fd, std::string_view data)
{
    while (!data.empty())
    {
        const auto count = ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        data.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

} // namespace

responder::responder(int fd, std::stop_token stop, std::function<void()> on_end)
    : fd_(fd), stop_(std::move(stop)), on_end_(std::move(on_end))
{
}

responder::~responder() { end(); }

void responder::end()
{
    if (const auto tell = std::exchange(on_end_, nullptr))
        tell();
}

bool responder::write_raw(std::string_view bytes)
{
    head_written_ = true;
    return send_all(fd_, bytes);
}

bool responder::reply(int status, std::string_view body, std::string_view content_type, header_list extra)
{
    extra.emplace_back("Content-Type", content_type);
    extra.emplace_back("Content-Length", std::to_string(body.size()));
    end();
    return write_head(status, std::move(extra)) && write_chunk(body) && finish();
}

bool responder::write_head(int status, header_list headers)
{
    chunked_ = true;
    std::string head = "HTTP/1.1 " + std::to_string(status) + " Scripted\r\n";
    for (const auto& [name, value] : headers)
    {
        head += name;
        head += ": ";
        head += value;
        head += "\r\n";
        if (name == "Content-Length")
            chunked_ = false;
        if (name == "Connection" && value == "close")
            chunked_ = persistent_ = false;
    }
    head += chunked_ ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n";
    return write_raw(head);
}

bool responder::write_chunk(std::string_view data)
{
    if (!chunked_)
        return send_all(fd_, data);
    std::array<char, 24> size{};
    const auto length = std::snprintf(size.data(), size.size(), "%zx\r\n", data.size());
    std::string framed(size.data(), static_cast<std::size_t>(length));
    framed += data;
    framed += "\r\n";
    return send_all(fd_, framed);
}

bool responder::finish()
{
    end();
    finished_ = true;
    return !chunked_ || send_all(fd_, "0\r\n\r\n");
}

void responder::close()
{
    end();
    finished_ = true;
    persistent_ = false;
    ::shutdown(fd_, SHUT_RDWR);
}

void responder::abort()
{
    // With a zero linger time the close at the end of this connection sends RST instead of FIN.
    const linger now{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    finished_ = true;
    persistent_ = false;
}

bool responder::wait(gate& hold) { return hold.wait(stop_); }

bool responder::wait_closed()
{
    char byte = 0;
    ssize_t count = 0;
    do // the client does not pipeline: what comes now is the end
        count = ::recv(fd_, &byte, 1, 0);
    while (count > 0);
    persistent_ = false;
    return !stop_.stop_requested();
}

bool responder::complete()
{
    if (!head_written_)
        return reply(500, "the test's handler did not answer", "text/plain") && persistent_;
    return (finished_ || finish()) && persistent_;
}

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
