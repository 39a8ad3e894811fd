#pragma once

#include "engine/base/error.hpp"
#include "engine/net/deadline_sweeper.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace codexflow::net {

/** One TCP connection, with or without TLS, with the time limit of whatever it waits for.
 *  Owned by whoever uses it: the opening coroutine, then the exchange, then the pool. */
class connection
{
public:
    using socket = boost::asio::ip::tcp::socket;
    using tls_stream = boost::asio::ssl::stream<socket&>;

    connection(boost::asio::io_context& io, deadline_sweeper& sweeper, std::string key);
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    socket& tcp() noexcept { return socket_; }
    tls_stream* tls() noexcept { return tls_.get(); }
    tls_stream& start_tls(boost::asio::ssl::context& context)
    {
        tls_ = std::make_unique<tls_stream>(socket_, context);
        return *tls_;
    }

    /// Bytes received and not yet used.
    boost::beast::flat_buffer& buffer() noexcept { return buffer_; }
    const std::string& key() const noexcept { return key_; }

    /// Begins a wait: after @p limit the socket is closed and whatever is under way fails.
    /// @p phase must be a literal.
    void begin_wait(const char* phase, std::chrono::milliseconds limit);
    void end_wait() noexcept { deadline_sweeper::disarm(deadline_); }
    /// Closes at once; whatever is under way fails.
    void cancel();
    bool cancelled() const noexcept { return cancelled_; }
    /// Closed by us, by cancel() or by a limit: even what seems to have succeeded did not.
    bool stopped() const noexcept { return cancelled_ || late_; }

    /// Why an operation failed: our limit, our cancellation, or @p ec of the system, in words.
    error explain(const boost::system::error_code& ec, const std::string& peer) const;

    /// False when the peer has closed it or sent what nobody asked for.
    bool quiet();

private:
    void close() noexcept;

    deadline_sweeper& sweeper_;
    socket socket_;
    std::unique_ptr<tls_stream> tls_; ///< Null: without. It is large, and thousands may do without.
    boost::beast::flat_buffer buffer_;
    std::string key_;
    deadline_sweeper::entry deadline_;
    const char* phase_ = "";
    std::chrono::milliseconds limit_{0};
    bool late_ = false;
    bool cancelled_ = false;
};

} // namespace codexflow::net
