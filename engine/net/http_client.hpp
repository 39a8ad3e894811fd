#pragma once

#include "engine/net/http.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <memory>

namespace codexflow {
class cancel_source;
}

namespace codexflow::net {

/** HTTP/1.1 with streaming answers: connections are kept and reused, TLS verifies the peer against the
 *  system's certificates (SSL_CERT_FILE and SSL_CERT_DIR are honoured), every wait is limited.
 *  Owned by the run; engine thread only; outlives its exchanges. */
class http_client
{
public:
    explicit http_client(boost::asio::io_context& io);
    ~http_client();
    http_client(const http_client&) = delete;
    http_client& operator=(const http_client&) = delete;

    /** Sends the request and waits for the head of the answer; any status is an answer.
     *  A kept connection that turns out to be closed costs one immediate retry on a fresh one.
     *  Errors: invalid_argument (URL, header), unavailable, deadline_exceeded, protocol, cancelled; the
     *  phase says which step failed. @p cancel must outlive the call. */
    boost::asio::awaitable<result<std::unique_ptr<http_exchange>>> open(http_request request, http_limits limits,
                                                                        cancel_source& cancel);

    /// Closes the kept connections.
    void close_idle();

    /// Names being resolved. While there is one, destroying the io_context waits for it.
    std::size_t lookups() const noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace codexflow::net
