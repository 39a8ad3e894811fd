#include "engine/net/request_writer.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <array>

namespace codexflow::net {

namespace asio = boost::asio;
constexpr std::size_t largest_piece = 65536;

void request_writer::begin(const std::string& head, const std::string& body)
{
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body)};
    const std::size_t total = head.size() + body.size();
    // Asked before each piece: a piece may just be done when stop() finds nothing to cancel.
    auto goes_on = [this](const boost::system::error_code& ec, std::size_t) {
        return ec || stopped_ ? std::size_t{0} : largest_piece;
    };
    auto done = [this, total](boost::system::error_code ec, std::size_t sent) {
        complete_ = !ec && sent == total;
        ended_.set();
    };
    if (link_.tls() != nullptr)
        asio::async_write(*link_.tls(), parts, goes_on, done);
    else
        asio::async_write(link_.tcp(), parts, goes_on, done);
}

void request_writer::stop()
{
    stopped_ = true;
    boost::system::error_code ignored; // a socket that is closed sends nothing more either
    if (!ended_.is_set())
        link_.tcp().cancel(ignored);
}

asio::awaitable<void> request_writer::ended()
{
    if (!ended_.is_set())
        co_await ended_.wait();
}

} // namespace codexflow::net
