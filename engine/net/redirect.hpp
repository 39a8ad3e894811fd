#pragma once

#include "engine/net/http.hpp"
#include "engine/net/url.hpp"

#include <optional>

namespace codexflow::net {

/// Redirects followed for one request.
inline constexpr unsigned most_redirects = 5;

/** What an answer's status and Location ask for: the address to send the request to instead, or nothing
 *  when the answer is to be given to the caller.
 *  307 and 308 are followed with every method, 301, 302 and 303 only for GET and HEAD: other methods
 *  would have to become GET, and the peer's caller is better served by the redirect itself.
 *  @param from Where the answer came from; a relative Location counts from there.
 *  @param followed How many redirects led to this answer.
 *  Errors: protocol, phase "redirect", for the sixth redirect, for a step from https to http, and for an
 *  address that is not one; the message names origins only, because a query may hold anything. */
result<std::optional<std::string>> redirect_target(const http_request& asked, const url& from, int status,
                                                   std::string_view location, unsigned followed);

/// Whether scheme, host and port are equal.
bool same_origin(const url& one, const url& other);

/// Takes out of @p request what must not be shown to another origin.
void drop_secrets(http_request& request);

} // namespace codexflow::net
