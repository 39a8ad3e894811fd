#include "engine/net/connection.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/error.hpp>

#include <fmt/format.h>

#include <sys/socket.h>

#include <cerrno>

namespace codexflow::net {
namespace {

namespace http = boost::beast::http;

error explain_failure(const boost::system::error_code& ec, const std::string& peer, const std::string& phase)
{
    if (ec == http::error::partial_message || ec == boost::asio::ssl::error::stream_truncated)
        return error(errc::unavailable, peer + ": the connection was closed in the middle of the answer");
    if (ec == http::error::end_of_stream || ec == boost::asio::error::eof)
        return error(errc::unavailable, peer + ": the connection was closed before an answer came");
    static const auto& http_category = make_error_code(http::error::end_of_stream).category();
    if (ec.category() == http_category)
        return error(errc::protocol, peer + ": the answer is not valid HTTP: " + ec.message());
    if (ec.category() == boost::asio::error::get_ssl_category())
        return error(errc::unavailable, peer + ": TLS failed: " + ec.message());
    return error(errc::unavailable, fmt::format("{}: {}: {}", peer, phase, ec.message()));
}

} // namespace

connection::connection(boost::asio::io_context& io, deadline_sweeper& sweeper, std::string key)
    : sweeper_(sweeper),
      socket_(io),
      key_(std::move(key)),
      deadline_([this] {
          late_ = true;
          close();
      })
{}

void connection::begin_wait(const char* phase, std::chrono::milliseconds limit)
{
    phase_ = phase;
    limit_ = limit;
    sweeper_.arm(deadline_, limit);
}

void connection::cancel()
{
    cancelled_ = true;
    close();
}

void connection::close() noexcept
{
    boost::system::error_code ignored; // a socket that is gone is what we want
    socket_.close(ignored);
}

error connection::explain(const boost::system::error_code& ec, const std::string& peer) const
{
    if (cancelled_)
        return error(errc::cancelled, "cancelled").with_phase(phase_);
    if (late_)
        return error(errc::deadline_exceeded,
                     fmt::format("{}: no answer within {} s ({} limit)", peer,
                                 static_cast<double>(limit_.count()) / 1000.0, phase_))
            .with_phase(phase_);
    // The wait for a body is called by its limit; what breaks it is called by the body.
    const std::string phase = phase_ == std::string_view("idle") ? "body" : phase_;
    return explain_failure(ec, peer, phase).with_phase(phase);
}

bool connection::quiet()
{
    if (buffer_.size() != 0)
        return false;
    char byte = 0;
    const ssize_t n = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

} // namespace codexflow::net
