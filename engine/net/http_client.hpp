#pragma once

#include "engine/net/http.hpp"
#include "engine/net/proxy_settings.hpp"
#include "engine/net/tls_settings.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <memory>

namespace codexflow {
class cancel_source;
}

namespace codexflow::net {

/** HTTP/1.1 with streaming answers: connections are kept and reused, proxies are used as the settings
 *  say, TLS verifies the peer, redirects that keep the method are followed, every wait is limited.
 *  Owned by the run; engine thread only; outlives its exchanges. */
class http_client
{
public:
    explicit http_client(boost::asio::io_context& io, proxy_settings proxies = proxy_settings(),
                         tls_settings tls = tls_settings());
    ~http_client();
    http_client(const http_client&) = delete;
    http_client& operator=(const http_client&) = delete;

    /// For the requests opened from now on; kept connections are closed. No open() may be under way.
    void configure(proxy_settings proxies, tls_settings tls);

    /** Sends the request and waits for the head of the answer; any status is an answer, except a redirect
     *  that is followed (redirect_target() says which; at most five) and a proxy's own 407.
     *  A kept connection that turns out to be closed costs one immediate retry on a fresh one.
     *  Errors: invalid_argument (URL, header, setting), or one that fault_of() can sort; the phase says
     *  which step failed. @p cancel must outlive the call. */
    boost::asio::awaitable<result<std::unique_ptr<http_exchange>>> open(http_request request,
                                                                        http_limits limits,
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
