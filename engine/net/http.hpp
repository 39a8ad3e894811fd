#pragma once

#include "engine/base/error.hpp"

#include <chrono>
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
};

/** Every wait has its own limit, and an error names the one that passed.
 *  @c total is none here: it belongs to the task. */
struct http_limits
{
    std::chrono::milliseconds connect{5'000};     ///< One address.
    std::chrono::milliseconds tls{10'000};        ///< The handshake.
    std::chrono::milliseconds first_byte{60'000}; ///< From the connection to the head of the answer.
    std::chrono::milliseconds idle{60'000};       ///< Between two arrivals of bytes.
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

/** One answer whose head has come. Destroying it gives the connection back if the body was read to its
 *  end, and closes it otherwise. Engine thread only. No read may be under way when it is destroyed. */
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
};

} // namespace codexflow::net
