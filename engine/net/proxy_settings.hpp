#pragma once

#include "engine/base/error.hpp"
#include "engine/net/url.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace codexflow::net {

/** Which requests go through a proxy. A value; all texts as written by the user, read when needed, so that
 *  a bad proxy in the environment stops only those requests that would have used it. */
struct proxy_settings
{
    std::string http;  ///< For http URLs: "http://user:password@host:port"; the scheme may be missing.
    std::string https; ///< For https URLs. Empty: no proxy.
    /// Hosts reached directly; see bypasses_proxy().
    std::string no_proxy;
    /// Loopback goes through the proxy too.
    bool proxy_loopback = false;
};

/** What the usual variables say: http_proxy, https_proxy, all_proxy and no_proxy, also in capitals.
 *  Lower case wins, also when it is empty, which means none. HTTP_PROXY counts only without
 *  REQUEST_METHOD: in a CGI program its value is a header that any client may send.
 *  CODEX_FLOW_PROXY_LOOPBACK=1 sets proxy_loopback. */
proxy_settings read_proxy_settings(const std::map<std::string, std::string>& environment);

/** What of @p settings must never be written: the passwords as they stand there and as they are meant, and
 *  the credentials as they go over the wire (a proxy may repeat them in an answer). */
std::vector<std::string> secrets_of(const proxy_settings& settings);

/// A proxy to connect to.
struct proxy_server
{
    std::string host; ///< As in url.
    std::uint16_t port = 0;
    std::string authority;     ///< "host:port", fit for messages.
    std::string authorization; ///< The value of Proxy-Authorization, a secret; empty: none.
};

/** The proxy that a request to @p to must use; empty: none, connect directly.
 *  Errors: invalid_argument or unsupported, phase "proxy"; the message never repeats the setting, which
 *  may hold a password. */
result<std::optional<proxy_server>> choose_proxy(const proxy_settings& settings, const url& to);

/// "localhost", what ends in ".localhost", 127.0.0.0/8 and ::1.
bool is_loopback(std::string_view host);

/** Whether @p no_proxy lists @p host. Its entries stand between commas or blanks:
 *  "*" is everything; "example.com", ".example.com" and "*.example.com" are that host and all below it;
 *  "10.0.0.0/8" and "fd00::/8" are networks; an address is itself. ":port" limits an entry to that port
 *  ("[::1]:8080" for an IPv6 address). Names are compared without case. What cannot be read matches
 *  nothing.
 *  @param host Lower case, an IPv6 address without brackets. */
bool bypasses_proxy(std::string_view no_proxy, std::string_view host, std::uint16_t port);

} // namespace codexflow::net
