#pragma once

#include "engine/base/error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace codexflow::net {

/// What a connection needs to know of an absolute http or https URL.
struct url
{
    bool tls = false;
    std::string host;       ///< Lower case; an IPv6 address without its brackets.
    std::uint16_t port = 0; ///< Never 0: the scheme's own when none was written.
    std::string target;     ///< Path and query, percent-encoded as written; at least "/".
    std::string authority;  ///< As the Host header wants it: "host" or "host:port".

    /// Connections with equal keys may serve each other's requests.
    std::string key() const;
};

/// A port as written in digits; empty unless it is one from 1 to 65535.
std::optional<std::uint16_t> read_port(std::string_view digits);

/// Parses @p text (RFC 3986). User names and passwords in it are refused: they end up in logs.
result<url> parse_url(std::string_view text);

} // namespace codexflow::net
