#pragma once

#include "engine/net/connection.hpp"
#include "engine/net/http.hpp"
#include "engine/net/proxy_settings.hpp"
#include "engine/net/url.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace codexflow {
class cancel_source;
}

namespace codexflow::net {

/** Asks the proxy at the other end of @p link for a tunnel to @p to (CONNECT). What comes out is a
 *  connection to @p to itself: nothing that is sent through it is seen by the proxy.
 *  Errors, phase "proxy": unauthenticated (407, 401), permission_denied (it refuses), unavailable (it fails,
 * or closes), deadline_exceeded, protocol, cancelled. @p via, @p to and @p cancel must outlive the call. */
boost::asio::awaitable<result<std::unique_ptr<connection>>> open_tunnel(std::unique_ptr<connection> link,
                                                                        const proxy_server& via,
                                                                        const url& to, http_limits limits,
                                                                        cancel_source& cancel);

/// The error for a 407, or what stands for it, of @p via.
error proxy_wants_credentials(const proxy_server& via, int status);

} // namespace codexflow::net
