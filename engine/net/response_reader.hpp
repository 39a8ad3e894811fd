#pragma once

#include "engine/net/connection.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

namespace codexflow::net {

/** Reads one response from a connection: its head, then its body into buffers of the caller.
 *  The body is read here and not by Beast's own operations, because those either stop at every chunk
 *  header or hold a chunk back until the next one comes; the parsing is Beast's. */
class response_reader
{
public:
    /// How many bytes were placed; 0 without an error is the clean end of the body.
    using body_handler = std::function<void(boost::system::error_code, std::size_t)>;

    /// @param to_head It answers a HEAD request: no body follows, whatever its headers say.
    response_reader(std::unique_ptr<connection> link, bool to_head);

    /// Once, first. Skips interim (1xx) answers.
    boost::asio::awaitable<boost::system::error_code> read_head();

    const boost::beast::http::fields& fields() const noexcept { return parser_->get(); }
    int status() const noexcept { return status_; }

    /** Places what has come, at least one byte, in [@p to, @p to + @p size); as soon as there is any.
     *  @p handler is called once, never from inside this call; if the io_context ends first it is only
     *  destroyed. One read at a time. */
    void read_body(char* to, std::size_t size, body_handler handler);

    /** Throws away what has already arrived of the rest, without waiting; with TLS it does nothing.
     *  @return whether the response is complete now. Not during a read. */
    bool skip_arrived();

    connection& link() noexcept { return *link_; }
    /// The whole response was read.
    bool complete() const noexcept { return parser_->is_done(); }
    /// The peer has said something, be it an interim answer or half a status line.
    bool heard() const noexcept { return heard_ || parser_->got_some(); }
    /// Nothing has failed since the head was read, nor was the connection spoiled.
    bool healthy() const noexcept { return healthy_; }
    /// The connection is not to be used again: what was sent on it is not whole.
    void spoil() noexcept { healthy_ = false; }
    /// The connection, if it can serve another request; else null, and it closes with this object.
    std::unique_ptr<connection> take_reusable();
    /// The connection as it is after the head, for what is not HTTP any more; this object is then spent.
    std::unique_ptr<connection> release() noexcept { return std::move(link_); }

private:
    using parser = boost::beast::http::response_parser<boost::beast::http::buffer_body>;

    void new_parser();
    // The handler travels with the operation under way, so that what it owns ends with that operation.
    void receive(body_handler handler);
    void on_received(boost::system::error_code ec, std::size_t count, body_handler handler);
    boost::system::error_code parse();
    void finish(boost::system::error_code ec, const body_handler& handler);
    std::size_t placed() const noexcept { return size_ - parser_->get().body().size; }

    std::unique_ptr<connection> link_;
    std::unique_ptr<parser> parser_;
    const bool to_head_;
    std::size_t size_ = 0; ///< Of the caller's buffer.
    int status_ = 0;
    bool heard_ = false; ///< An interim answer has come.
    bool healthy_ = false;
};

} // namespace codexflow::net
