#include "engine/net/response_reader.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/read.hpp>

#include <algorithm>
#include <utility>

namespace codexflow::net {
namespace {

namespace http = boost::beast::http;
constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

constexpr std::uint32_t header_limit = 65536;
constexpr std::size_t least_receive = 4096;
constexpr std::size_t most_receive = 65536;

} // namespace

response_reader::response_reader(std::unique_ptr<connection> link) : link_(std::move(link))
{
    link_->buffer().reserve(least_receive);
    new_parser();
}

void response_reader::new_parser()
{
    parser_ = std::make_unique<parser>();
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
            auto [ec, n] = co_await http::async_read_header(*link_->tls(), link_->buffer(), *parser_, as_result);
            failed = ec;
        }
        else
        {
            auto [ec, n] = co_await http::async_read_header(link_->tcp(), link_->buffer(), *parser_, as_result);
            failed = ec;
        }
        if (failed)
            co_return failed;
        status_ = static_cast<int>(parser_->get().result_int());
        if (status_ < 100 || status_ > 199)
            break;
        new_parser(); // the real answer follows
    }
    healthy_ = true;
    co_return boost::system::error_code();
}

void response_reader::read_body(char* to, std::size_t size, body_handler handler)
{
    handler_ = std::move(handler);
    size_ = size;
    auto& window = parser_->get().body();
    window.data = to;
    window.size = size;
    window.more = true;
    const boost::system::error_code failed = parse();
    if (failed || placed() != 0 || parser_->is_done())
        boost::asio::post(link_->tcp().get_executor(), [this, failed] { finish(failed); });
    else
        receive();
}

void response_reader::receive()
{
    const auto room = link_->buffer().prepare(std::clamp(size_, least_receive, most_receive));
    const auto done = [this](boost::system::error_code ec, std::size_t count) { on_received(ec, count); };
    if (link_->tls() != nullptr)
        link_->tls()->async_read_some(room, done);
    else
        link_->tcp().async_read_some(room, done);
}

void response_reader::on_received(boost::system::error_code ec, std::size_t count)
{
    link_->buffer().commit(count);
    boost::system::error_code failed = parse();
    const bool ended = ec == boost::asio::error::eof || ec == boost::asio::ssl::error::stream_truncated;
    if (!failed && ended && !parser_->is_done())
        parser_->put_eof(failed); // the end of a body without a length, or one cut short
    else if (!failed && !parser_->is_done())
        failed = ec;
    if (failed || placed() != 0 || parser_->is_done())
        finish(failed);
    else
        receive(); // only framing came
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

void response_reader::finish(boost::system::error_code ec)
{
    // What was placed counts, whatever came behind it: a failure comes again with the next read.
    const std::size_t count = placed();
    if (count != 0)
        ec = {};
    healthy_ = healthy_ && !ec;
    const body_handler handler = std::move(handler_);
    handler(ec, count); // may destroy this
}

std::unique_ptr<connection> response_reader::take_reusable()
{
    const bool clean = healthy_ && parser_->is_done() && parser_->keep_alive() && !link_->cancelled();
    return clean && link_->buffer().size() == 0 ? std::move(link_) : nullptr;
}

} // namespace codexflow::net
