#pragma once

#include "engine/net/connection.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

namespace codexflow::net {

/// A piece of a body. It has memory only from the arrival of bytes to the next read: of thousands of
/// streams most wait, and those that wait hold no buffer.
struct body_piece
{
    std::unique_ptr<char[]> bytes;
    std::size_t capacity = 0;
};

/** Reads one response from a connection: its head, then its body piece by piece.
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

    /** Places what has come, 1 to @p most bytes, in @p to; as soon as there is any.
     *  @param to Emptied by this call, given memory when bytes have come; stays where it is until @p handler
     *            was called.
     *  @param handler Called once, never from inside this call; if the io_context ends first it is only
     *                 destroyed. One read at a time. */
    void read_body(body_piece& to, std::size_t most, body_handler handler);

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
    void receive_tls(body_handler handler);
    void on_received(boost::system::error_code ec, body_handler handler);
    boost::system::error_code receive_arrived();
    boost::system::error_code parse_received(boost::system::error_code received);
    boost::system::error_code parse();
    void open_window();
    void finish(boost::system::error_code ec, const body_handler& handler);
    boost::asio::mutable_buffer room();
    std::size_t placed() const noexcept { return window_ - parser_->get().body().size; }

    std::unique_ptr<connection> link_;
    std::unique_ptr<parser> parser_;
    const bool to_head_;
    body_piece* piece_ = nullptr; ///< The caller's, during a read.
    std::size_t most_ = 0;        ///< What the caller wants at most.
    std::size_t window_ = 0;      ///< What the parser was offered of it.
    bool filled_ = false;         ///< The last receive took all it asked for: there may be more.
    int status_ = 0;
    bool heard_ = false; ///< An interim answer has come.
    bool healthy_ = false;
};

} // namespace codexflow::net
