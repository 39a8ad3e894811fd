/** A paced model server for benchmarks: every POST is answered by an OpenAI stream of a fixed number of
 *  chunks, one an interval. One thread, one timer, plain non-blocking sends, so that it costs as little
 *  as possible beside what is measured.
 *
 *  usage: model_server [--chunks N] [--interval-ms N] [--bytes N]
 *  With an interval of 0 an answer is sent as fast as it is read.
 *  Listens on 127.0.0.1 on a free port, prints "PORT n", ends when its stdin ends and then prints
 *  "REQUESTS n PEAK n" (requests answered, most streams open at once). */

#include "tests/support/provider_replies.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <queue>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using steady = std::chrono::steady_clock;

struct pace
{
    unsigned chunks = 200;
    std::chrono::milliseconds interval{20};
    unsigned bytes = 20;
};

/// A piece of the body as the wire wants it: chunked transfer coding.
std::string framed(std::string_view body)
{
    std::array<char, 16> size{};
    const auto end = std::to_chars(size.data(), size.data() + size.size(), body.size(), 16).ptr;
    return std::string(size.data(), end) + "\r\n" + std::string(body) + "\r\n";
}

constexpr std::string_view head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

class server;

/// One connection; answers its requests one after the other.
struct client : std::enable_shared_from_this<client>
{
    client(server& of, tcp::socket s) : owner(of), socket(std::move(s)) {}
    void await_request();
    bool send(std::string_view bytes);

    server& owner;
    tcp::socket socket;
    std::string request;
    std::array<char, 16384> buffer{};
    unsigned left = 0; ///< Chunks still to be sent of the current answer.
};

class server
{
public:
    server(asio::io_context& io, pace p)
        : pace_(p),
          acceptor_(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          timer_(io),
          chunk_(framed(codexflow::test::openai::delta(std::string(p.bytes, 'x')))),
          tail_(framed(codexflow::test::openai::finish()) +
                framed(codexflow::test::openai::usage(10, p.chunks)) +
                framed(codexflow::test::openai::done()) + "0\r\n\r\n")
    {
        accept();
    }
    unsigned short port() const { return acceptor_.local_endpoint().port(); }
    std::size_t requests() const { return requests_; }
    std::size_t peak() const { return peak_; }

    void begin(const std::shared_ptr<client>& to)
    {
        ++requests_;
        peak_ = std::max(peak_, ++open_);
        if (pace_.interval.count() == 0)
            return send_whole(to);
        to->left = pace_.chunks;
        if (!to->send(head))
            --open_;
        else
            schedule(to, steady::now() + pace_.interval);
    }

private:
    struct due
    {
        steady::time_point at;
        std::shared_ptr<client> to;
        bool operator<(const due& other) const { return at > other.at; }
    };

    void accept()
    {
        acceptor_.async_accept([this](boost::system::error_code ec, tcp::socket socket) {
            if (ec)
                return;
            socket.set_option(tcp::no_delay(true));
            std::make_shared<client>(*this, std::move(socket))->await_request();
            accept();
        });
    }

    void send_whole(const std::shared_ptr<client>& to)
    {
        if (whole_.empty())
        {
            whole_ = head;
            for (unsigned i = 0; i != pace_.chunks; ++i)
                whole_ += chunk_;
            whole_ += tail_;
        }
        asio::async_write(to->socket, asio::buffer(whole_),
                          [this, to](boost::system::error_code ec, std::size_t) {
                              --open_;
                              if (!ec)
                                  to->await_request();
                          });
    }

    void schedule(const std::shared_ptr<client>& to, steady::time_point at)
    {
        queue_.push(due{at, to});
        if (!waiting_ || at < timer_.expiry())
            wait();
    }

    void wait()
    {
        waiting_ = true;
        timer_.expires_at(queue_.top().at);
        timer_.async_wait([this](boost::system::error_code stopped) {
            if (stopped)
                return;
            waiting_ = false;
            send_due();
            if (!queue_.empty())
                wait();
        });
    }

    void send_due()
    {
        const auto now = steady::now();
        while (!queue_.empty() && queue_.top().at <= now)
        {
            const due next = queue_.top();
            queue_.pop();
            if (next.to->left == 0)
            {
                --open_;
                if (next.to->send(tail_))
                    next.to->await_request();
                continue;
            }
            --next.to->left;
            if (next.to->send(chunk_))
                queue_.push(due{next.to->left == 0 ? next.at : next.at + pace_.interval, next.to});
            else
                --open_;
        }
    }

    const pace pace_;
    tcp::acceptor acceptor_;
    asio::steady_timer timer_;
    const std::string chunk_, tail_;
    std::string whole_; ///< An answer from head to tail, made when the first is asked for at once.
    std::priority_queue<due> queue_;
    bool waiting_ = false;
    std::size_t requests_ = 0, open_ = 0, peak_ = 0;
};

/// Reads one request: a head, and as many bytes of body as Content-Length says.
void client::await_request()
{
    socket.async_read_some(
        asio::buffer(buffer), [self = shared_from_this()](boost::system::error_code ec, std::size_t n) {
            if (ec)
                return;
            self->request.append(self->buffer.data(), n);
            const auto end = self->request.find("\r\n\r\n");
            const auto field = self->request.find("Content-Length: ");
            if (end != std::string::npos && field < end)
            {
                const std::size_t length = std::strtoul(self->request.c_str() + field + 16, nullptr, 10);
                if (self->request.size() >= end + 4 + length)
                {
                    self->request.erase(0, end + 4 + length);
                    self->owner.begin(self);
                    return;
                }
            }
            self->await_request();
        });
}

/// False when the peer has gone or does not read: a benchmark's client does both only when it fails.
bool client::send(std::string_view bytes)
{
    return ::send(socket.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT) ==
           static_cast<ssize_t>(bytes.size());
}

unsigned number_after(int argc, char** argv, std::string_view option, unsigned otherwise)
{
    for (int i = 1; i + 1 < argc; ++i)
        if (argv[i] == option)
            return static_cast<unsigned>(std::strtoul(argv[i + 1], nullptr, 10));
    return otherwise;
}

} // namespace

int main(int argc, char** argv)
{
    pace p;
    p.chunks = number_after(argc, argv, "--chunks", p.chunks);
    p.bytes = number_after(argc, argv, "--bytes", p.bytes);
    p.interval = std::chrono::milliseconds(number_after(argc, argv, "--interval-ms", 20));
    asio::io_context io(1);
    server under_load(io, p);
    std::printf("PORT %u\n", under_load.port());
    std::fflush(stdout);
    asio::posix::stream_descriptor in(io, ::dup(STDIN_FILENO));
    asio::streambuf rest;
    asio::async_read_until(in, rest, '\0', [&](boost::system::error_code, std::size_t) { io.stop(); });
    io.run();
    std::printf("REQUESTS %zu PEAK %zu\n", under_load.requests(), under_load.peak());
}
