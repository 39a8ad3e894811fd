#include "engine/net/tls_client.hpp"

#include "engine/base/cancellation.hpp"
#include "engine/base/text.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <openssl/ssl.h>

#include <utility>

namespace codexflow::net {
namespace {

namespace asio = boost::asio;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

std::string certificate_fault(connection::tls_stream& stream)
{
    const long verdict = ::SSL_get_verify_result(stream.native_handle());
    return verdict == X509_V_OK ? std::string() : std::string(::X509_verify_cert_error_string(verdict));
}

/// Sends and checks the name of the peer. Server names are names, never addresses (RFC 6066).
bool expect_name(connection::tls_stream& stream, const std::string& host)
{
    boost::system::error_code not_literal;
    asio::ip::make_address(host, not_literal);
    if (not_literal)
        ::SSL_set_tlsext_host_name(stream.native_handle(), host.c_str());
    return ::SSL_set1_host(stream.native_handle(), host.c_str()) == 1; // takes names and addresses
}

} // namespace

result<asio::ssl::context*> tls_client::context()
{
    if (context_)
        return &*context_;
    asio::ssl::context made(asio::ssl::context::tls_client);
    made.set_default_verify_paths();
    made.set_verify_mode(asio::ssl::verify_peer);
    ::SSL_CTX_set_min_proto_version(made.native_handle(), TLS1_2_VERSION);
    boost::system::error_code failed;
    if (!settings_.ca_file.empty())
        made.load_verify_file(settings_.ca_file, failed);
    if (failed)
        return error(errc::invalid_argument, "no certificate can be read from " +
                                                 quote(settings_.ca_file, 512) + ": " + failed.message())
            .with_phase("tls")
            .with_hint("ca_file names a file of PEM certificates (-----BEGIN CERTIFICATE-----)");
    context_.emplace(std::move(made));
    return &*context_;
}

asio::awaitable<result<bool>> tls_client::handshake(connection& link, const url& to, http_limits limits,
                                                    cancel_source& cancel)
{
    const auto ours = context();
    if (!ours)
        co_return ours.error();
    auto& stream = link.start_tls(**ours);
    if (!expect_name(stream, to.host))
        co_return error(errc::internal, to.authority + ": its certificate cannot be checked")
            .with_phase("tls");
    link.begin_wait("tls", limits.tls);
    cancel_subscription stop;
    cancel.subscribe(stop, [&](cancel_reason) { link.cancel(); });
    auto [ec] = co_await stream.async_handshake(asio::ssl::stream_base::client, as_result);
    link.end_wait();
    if (!ec && !link.stopped())
        co_return true;
    const std::string fault = certificate_fault(stream);
    if (fault.empty() || link.stopped())
        co_return link.explain(ec, to.authority);
    co_return error(errc::permission_denied, to.authority + ": its certificate was not accepted: " + fault)
        .with_phase("tls")
        .with_hint("for a private authority set SSL_CERT_FILE to its certificate");
}

} // namespace codexflow::net
