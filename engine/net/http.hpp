#pragma once

#include "engine/base/error.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  What an HTTP exchange looks like to those who use it; no network header is needed to see it. */
namespace codexflow::net {

using header_list = std::vector<std::pair<std::string, std::string>>;

struct http_request
{
    std::string method;
    std::string url;
    header_list headers;
    std::string body;
    /// Lower-case names of headers that hold a secret: a redirect to another origin loses them, as it
    /// loses the well-known ones (Authorization, x-api-key, cookies ...).
    std::vector<std::string> secret_headers{};
};

/** Every wait has its own limit, and an error names the one that passed.
 *  @c total is none here: it belongs to the task. */
struct http_limits
{
    std::chrono::milliseconds connect{5'000};     ///< One address.
    std::chrono::milliseconds tls{10'000};        ///< The handshake.
    std::chrono::milliseconds first_byte{60'000}; ///< From the connection to the head of the answer.
    std::chrono::milliseconds idle{60'000};       ///< Between two arrivals of bytes.
    std::chrono::milliseconds proxy{10'000};      ///< A proxy's answer to CONNECT.
};

/** What went wrong, for those who decide whether to try again. */
enum class net_fault : std::uint8_t
{
    none,            ///< Not the network: a bad URL, header or setting, or a bug.
    connect,         ///< No connection came about: name, refusal, limit, handshake, a failing proxy.
    tls,             ///< The certificate or the name in it is wrong; trying again changes nothing.
    upstream_closed, ///< Closed or reset before the head of an answer was complete.
    timeout,         ///< first_byte or idle passed; @c phase says which.
    truncated,       ///< The connection or the content's coding ended inside the body.
    protocol,        ///< What came is not valid HTTP or not validly encoded.
    redirect,        ///< A redirect that is not followed: a loop, a downgrade, a bad address.
    proxy_auth,      ///< The proxy wants other credentials.
    proxy_refused,   ///< The proxy does not allow this connection.
    cancelled,
};

/** Sorts an error of this room. It reads code and phase and nothing else:
 *
 *      cancelled                                           cancelled
 *      permission_denied    tls | proxy                    tls | proxy_refused
 *      unauthenticated      proxy                          proxy_auth
 *      protocol             redirect | else                redirect | protocol
 *      unavailable,
 *      deadline_exceeded    resolve connect proxy tls      connect
 *      unavailable          first_byte | body              upstream_closed | truncated
 *      deadline_exceeded    else                           timeout
 *
 *  Every other pair is none. */
net_fault fault_of(const error& why) noexcept;

/// The fault's stable name ("upstream_closed").
std::string_view to_string(net_fault fault) noexcept;

/** How long the steps to an answer's head took. After redirects: those of the last hop. */
struct exchange_timing
{
    std::chrono::microseconds connect{0};    ///< Name, TCP and, where used, the proxy's tunnel.
    std::chrono::microseconds tls{0};        ///< The handshake.
    std::chrono::microseconds first_byte{0}; ///< From the request's first byte to the whole head.
    bool reused = false;                     ///< A kept connection: connect and tls are 0.
};

/// Who waits for a piece of a body. Told exactly once per read, on the engine thread, never from
/// inside read().
class body_reader
{
public:
    /// @p bytes stay valid until the next read or the end of the exchange; empty means the clean end.
    virtual void on_body(std::string_view bytes) = 0;
    virtual void on_body_failed(const error& why) = 0;

protected:
    ~body_reader() = default;
};

/** One answer whose head has come. A body encoded with gzip or deflate is read decoded, and the headers
 *  that describe its encoded form (Content-Encoding, Content-Length) are then left out. Destroying it gives
 * the connection back if the body was read to its end, and closes it otherwise. Engine thread only. No read
 * may be under way when it is destroyed. */
class http_exchange
{
public:
    virtual ~http_exchange() = default;

    virtual int status() const noexcept = 0;
    /// Names in lower case, in the order received.
    virtual const header_list& headers() const noexcept = 0;
    /// One at a time.
    virtual void read(body_reader& reader) = 0;
    /// Ends a read under way: it fails with errc::cancelled.
    virtual void abort() = 0;
    virtual exchange_timing timing() const noexcept { return {}; }
};

} // namespace codexflow::net
