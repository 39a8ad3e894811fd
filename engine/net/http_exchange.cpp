#include "engine/net/http_exchange.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/read.hpp>

#include <algorithm>
#include <utility>

namespace codexflow::net {
namespace {

namespace http = boost::beast::http;
constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

constexpr std::size_t first_buffer = 4096;
constexpr std::size_t largest_buffer = 65536;
constexpr std::uint32_t header_limit = 65536;

} // namespace

beast_exchange::beast_exchange(std::unique_ptr<connection> link, connection_pool& pool, http_limits limits,
                               std::string peer)
    : link_(std::move(link)), pool_(pool), limits_(limits), peer_(std::move(peer))
{
    link_->buffer().reserve(first_buffer);
    new_parser();
}

beast_exchange::~beast_exchange()
{
    const bool reusable = parser_->is_done() && parser_->keep_alive() && !link_->cancelled();
    if (reusable && link_->buffer().size() == 0)
        pool_.give(std::move(link_));
}

void beast_exchange::new_parser()
{
    parser_ = std::make_unique<parser>();
    parser_->header_limit(header_limit);
    parser_->body_limit(boost::none); // memory is bounded by the buffer, the task by its own limits
}

boost::asio::awaitable<boost::system::error_code> beast_exchange::read_head()
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
        new_parser(); // an interim answer: the real one follows
    }
    for (const auto& field : parser_->get())
    {
        std::string name(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        headers_.emplace_back(std::move(name), std::string(field.value()));
    }
    parser_->eager(true); // one read takes all chunks that have arrived, not one at a time
    co_return boost::system::error_code();
}

void beast_exchange::read(body_reader& reader)
{
    reader_ = &reader;
    const auto executor = link_->tcp().get_executor();
    if (parser_->is_done())
    {
        boost::asio::post(executor, [this] { on_read({}); });
        return;
    }
    if (body_.empty())
        body_.resize(first_buffer);
    auto& window = parser_->get().body();
    window.data = body_.data();
    window.size = body_.size();
    window.more = true;
    link_->begin_wait("idle", limits_.idle);
    const auto done = [this](boost::system::error_code ec, std::size_t) { on_read(ec); };
    if (link_->tls() != nullptr)
        http::async_read_some(*link_->tls(), link_->buffer(), *parser_, done);
    else
        http::async_read_some(link_->tcp(), link_->buffer(), *parser_, done);
}

void beast_exchange::on_read(boost::system::error_code ec)
{
    link_->end_wait();
    const auto& window = parser_->get().body();
    const std::size_t got = body_.empty() ? 0 : body_.size() - window.size;
    if (ec == http::error::need_buffer)
        ec = {}; // the window is full; the rest stays in the connection's buffer
    body_reader* const reader = std::exchange(reader_, nullptr);
    if (got != 0 && !link_->cancelled())
    {
        // A failure behind these bytes will come again with the next read.
        const std::string_view bytes(body_.data(), got);
        reader->on_body(bytes);
        return;
    }
    if (ec)
        reader->on_body_failed(link_->explain(ec, peer_));
    else if (parser_->is_done())
        reader->on_body({});
    else
        read(*reader); // only framing arrived
}

} // namespace codexflow::net
