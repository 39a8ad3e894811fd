#pragma once

#include "engine/net/connection.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <cstddef>
#include <functional>
#include <memory>

namespace codexflow::net {

/** Reads one response from a connection: its head, then its body into buffers of the caller.
 *  The body is read here and not by Beast's own operations, because those either stop at every chunk
 *  header or hold a chunk back until the next one comes; the parsing is Beast's. */
class response_reader
{
public:
    /// How many bytes were placed; 0 without an error is the clean end of the body.
    using body_handler = std::function<void(boost::system::error_code, std::size_t)>;

    explicit response_reader(std::unique_ptr<connection> link);

    /// Once, first. Skips interim (1xx) answers.
    boost::asio::awaitable<boost::system::error_code> read_head();

    const boost::beast::http::fields& fields() const noexcept { return parser_->get(); }
    int status() const noexcept { return status_; }

    /** Places what has come, at least one byte, in [@p to, @p to + @p size); as soon as there is any.
     *  @p handler is called once, never from inside this call. One read at a time. */
    void read_body(char* to, std::size_t size, body_handler handler);

    connection& link() noexcept { return *link_; }
    /// The whole response was read.
    bool complete() const noexcept { return parser_->is_done(); }
    /// Nothing has failed since the head was read.
    bool healthy() const noexcept { return healthy_; }
    /// The connection, if it can serve another request; else null, and it closes with this object.
    std::unique_ptr<connection> take_reusable();

private:
    using parser = boost::beast::http::response_parser<boost::beast::http::buffer_body>;

    void new_parser();
    void receive();
    void on_received(boost::system::error_code ec, std::size_t count);
    boost::system::error_code parse();
    void finish(boost::system::error_code ec);
    std::size_t placed() const noexcept { return size_ - parser_->get().body().size; }

    std::unique_ptr<connection> link_;
    std::unique_ptr<parser> parser_;
    std::size_t size_ = 0; ///< Of the caller's buffer.
    body_handler handler_;
    int status_ = 0;
    bool healthy_ = false;
};

} // namespace codexflow::net
