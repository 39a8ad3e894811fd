#pragma once

#include "engine/base/error.hpp"
#include "engine/net/http.hpp"
#include "engine/net/proxy_settings.hpp"
#include "engine/net/url.hpp"

#include <string>

namespace codexflow::net {

/** The head of @p request as it goes over the wire to @p to.
 *  Method and header names must be tokens (RFC 9110), values must hold no line break or NUL: anything
 *  else would let one setting smuggle in another header. Host, framing and the proxy's credentials are
 *  the client's own.
 *  @param via The proxy that is to pass it on; null when it goes to @p to itself, be it through a tunnel.
 *  Errors: invalid_argument; the message never repeats a value, which may be a secret. */
result<std::string> make_head(const http_request& request, const url& to, const proxy_server* via = nullptr);

} // namespace codexflow::net
