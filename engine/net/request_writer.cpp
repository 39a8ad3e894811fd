#include "engine/net/request_writer.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <array>

namespace codexflow::net {

namespace asio = boost::asio;

void request_writer::begin(const std::string& head, const std::string& body)
{
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body)};
    auto done = [this](boost::system::error_code ec, std::size_t) {
        failed_ = ec;
        ended_.set();
    };
    if (link_.tls() != nullptr)
        asio::async_write(*link_.tls(), parts, done);
    else
        asio::async_write(link_.tcp(), parts, done);
}

void request_writer::stop()
{
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
