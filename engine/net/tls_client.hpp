#pragma once

#include "engine/net/connection.hpp"
#include "engine/net/http.hpp"
#include "engine/net/tls_settings.hpp"
#include "engine/net/url.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>

#include <optional>
#include <string>

namespace codexflow {
class cancel_source;
}

namespace codexflow::net {

/** Our side of TLS: 1.2 or later, the peer's certificate and its name are always checked. Trusted are the
 *  system's certificates (SSL_CERT_FILE and SSL_CERT_DIR are honoured) and those of the settings; they
 *  are read at the first use, because that takes longer than a whole run against a local model.
 *  Engine thread only; outlives its connections. */
class tls_client
{
public:
    explicit tls_client(tls_settings settings = {}) : settings_(std::move(settings)) {}

    /** Makes @p link a TLS connection with the host of @p to.
     *  Errors, phase "tls": permission_denied (certificate or name wrong: final), unavailable (another
     *  failure), deadline_exceeded, invalid_argument (ca_file cannot be read), cancelled. */
    boost::asio::awaitable<result<bool>> handshake(connection& link, const url& to, http_limits limits,
                                                   cancel_source& cancel);

private:
    result<boost::asio::ssl::context*> context();

    tls_settings settings_;
    std::optional<boost::asio::ssl::context> context_;
};

} // namespace codexflow::net
