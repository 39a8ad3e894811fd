#include "engine/net/response_reader.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/read.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace codexflow::net {
namespace {

namespace http = boost::beast::http;
constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

constexpr std::uint32_t header_limit = 65536;
constexpr std::size_t head_receive = 1024; ///< Most heads are shorter; a longer one takes more receives.
constexpr std::size_t least_receive = 4096;
constexpr std::size_t most_receive = 65536;
constexpr unsigned most_skipped = 4; ///< Receives; a server that goes on and on is not waited for.

} // namespace

response_reader::response_reader(std::unique_ptr<connection> link, bool to_head)
    : link_(std::move(link)),
      to_head_(to_head)
{
    link_->buffer().reserve(head_receive);
    new_parser();
}

void response_reader::new_parser()
{
    parser_ = std::make_unique<parser>();
    parser_->skip(to_head_);
    parser_->header_limit(header_limit);
    parser_->body_limit(boost::none); // memory is bounded by the buffers, the task by its own limits
}

boost::asio::awaitable<boost::system::error_code> response_reader::read_head()
{
    for (;;)
    {
        boost::system::error_code failed;
        if (link_->tls() != nullptr)
        {
            auto [ec, n] =
                co_await http::async_read_header(*link_->tls(), link_->buffer(), *parser_, as_result);
            failed = ec;
        }
        else
        {
            auto [ec, n] =
                co_await http::async_read_header(link_->tcp(), link_->buffer(), *parser_, as_result);
            failed = ec;
        }
        if (failed)
            co_return failed;
        status_ = static_cast<int>(parser_->get().result_int());
        if (status_ < 100 || status_ > 199)
            break;
        heard_ = true;
        new_parser(); // the real answer follows
    }
    healthy_ = true;
    co_return boost::system::error_code();
}

void response_reader::read_body(body_piece& to, std::size_t most, body_handler handler)
{
    to = {};
    piece_ = &to;
    most_ = most;
    window_ = 0;
    parser_->get().body() = {};
    // A receive that took all it could left more behind, most likely: no need to be woken for it.
    const bool more_waits = filled_ && link_->buffer().size() == 0 && link_->tls() == nullptr;
    const auto failed = parse_received(more_waits ? receive_arrived() : boost::system::error_code());
    if (failed || placed() != 0 || parser_->is_done())
        boost::asio::post(link_->tcp().get_executor(),
                          [this, failed, handler = std::move(handler)] { finish(failed, handler); });
    else
        receive(std::move(handler));
}

void response_reader::receive(body_handler handler)
{
    if (link_->tls() != nullptr)
        return receive_tls(std::move(handler));
    link_->buffer().shrink_to_fit(); // nothing is held while nothing comes, but half a chunk's frame
    auto woken = [this, handler = std::move(handler)](boost::system::error_code ec) mutable {
        on_received(ec ? ec : receive_arrived(), std::move(handler));
    };
    link_->tcp().async_wait(boost::asio::socket_base::wait_read, std::move(woken));
}

void response_reader::receive_tls(body_handler handler)
{
    auto received = [this, handler = std::move(handler)](boost::system::error_code ec,
                                                         std::size_t count) mutable {
        link_->buffer().commit(count);
        on_received(ec, std::move(handler));
    };
    link_->tls()->async_read_some(room(), std::move(received));
}

/// Takes what the system has of a plain connection, without waiting for more.
boost::system::error_code response_reader::receive_arrived()
{
    const auto to = room();
    const ssize_t count = ::recv(link_->tcp().native_handle(), to.data(), to.size(), MSG_DONTWAIT);
    filled_ = count == static_cast<ssize_t>(to.size());
    if (count > 0)
        link_->buffer().commit(static_cast<std::size_t>(count));
    if (count == 0)
        return boost::asio::error::eof;
    return count > 0 ? boost::system::error_code()
                     : boost::system::error_code(errno, boost::system::system_category());
}

boost::asio::mutable_buffer response_reader::room()
{
    return link_->buffer().prepare(std::clamp(most_, least_receive, most_receive));
}

void response_reader::on_received(boost::system::error_code ec, body_handler handler)
{
    const auto failed = parse_received(ec);
    if (failed || placed() != 0 || parser_->is_done())
        finish(failed, handler);
    else
        receive(std::move(handler)); // only framing came, or a wake-up for nothing
}

/// @param received How the last receive ended. @return what this read fails with, if it does.
boost::system::error_code response_reader::parse_received(boost::system::error_code received)
{
    open_window();
    boost::system::error_code failed = parse();
    const bool nothing_yet =
        received == boost::asio::error::would_block || received == boost::asio::error::interrupted;
    if (failed || parser_->is_done() || nothing_yet)
        return failed;
    // Without a length the end of the connection is the end of the body; in TLS only when the peer
    // said so (RFC 9112, 9.8): anybody on the way can end the connection underneath.
    if (received != boost::asio::error::eof)
        return received;
    parser_->put_eof(failed);
    return failed;
}

/// Offers the parser as much room as what has come can need. What was placed already stays.
void response_reader::open_window()
{
    const std::size_t size = std::min(most_, link_->buffer().size());
    if (size <= window_ || placed() != 0)
        return;
    piece_->bytes = std::make_unique_for_overwrite<char[]>(size);
    piece_->capacity = window_ = size;
    auto& body = parser_->get().body();
    body.data = piece_->bytes.get();
    body.size = size;
    body.more = true;
}

/// Feeds the parser as long as it makes something of what is there and the window has room.
boost::system::error_code response_reader::parse()
{
    auto& buffer = link_->buffer();
    boost::system::error_code ec;
    while (!ec && buffer.size() != 0 && !parser_->is_done())
        buffer.consume(parser_->put(buffer.data(), ec));
    const bool waits = ec == http::error::need_more || ec == http::error::need_buffer;
    return waits ? boost::system::error_code() : ec;
}

void response_reader::finish(boost::system::error_code ec, const body_handler& handler)
{
    // What was placed counts, whatever came behind it: a failure comes again with the next read.
    const std::size_t count = placed();
    if (count != 0)
        ec = {};
    healthy_ = healthy_ && !ec;
    handler(ec, count); // may destroy this
}

bool response_reader::skip_arrived()
{
    std::array<char, 2048> scratch{};
    auto& buffer = link_->buffer();
    for (unsigned received = 0; healthy_ && !parser_->is_done();)
    {
        if (buffer.size() == 0 && link_->tls() == nullptr && received++ != most_skipped)
        {
            const auto room = buffer.prepare(least_receive);
            const ssize_t count =
                ::recv(link_->tcp().native_handle(), room.data(), room.size(), MSG_DONTWAIT);
            buffer.commit(count > 0 ? static_cast<std::size_t>(count) : 0);
        }
        if (buffer.size() == 0)
            break;
        const std::size_t before = buffer.size();
        auto& window = parser_->get().body();
        window.data = scratch.data();
        window.size = scratch.size();
        window.more = true;
        healthy_ = !parse();
        if (buffer.size() == before)
            break; // needs more bytes to go on
    }
    return healthy_ && parser_->is_done();
}

std::unique_ptr<connection> response_reader::take_reusable()
{
    const bool clean = healthy_ && parser_->is_done() && parser_->keep_alive() && !link_->stopped();
    return clean && link_->buffer().size() == 0 ? std::move(link_) : nullptr;
}

} // namespace codexflow::net
