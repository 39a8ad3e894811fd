#include "tests/support/responder.hpp"

#include <sys/socket.h>

#include <array>
#include <cstdio>
#include <string>
#include <utility>

namespace codexflow::test {
namespace {

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
    : fd_(fd),
      stop_(std::move(stop)),
      on_end_(std::move(on_end))
{}

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

} // namespace codexflow::test
