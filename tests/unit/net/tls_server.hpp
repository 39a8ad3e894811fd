#pragma once

#include "tests/support/temp_dir.hpp"
#include "tests/unit/net/raw_server.hpp"

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

/** @file
 *  Certificates made for one test, and an HTTPS server that shows them. */
namespace codexflow::test {

struct openssl_free
{
    void operator()(EVP_PKEY* p) const noexcept { EVP_PKEY_free(p); }
    void operator()(X509* p) const noexcept { X509_free(p); }
    void operator()(SSL_CTX* p) const noexcept { SSL_CTX_free(p); }
    void operator()(SSL* p) const noexcept { SSL_free(p); }
};
template <class T> using openssl_ptr = std::unique_ptr<T, openssl_free>;

/// A key and the certificate that belongs to it.
struct identity
{
    openssl_ptr<EVP_PKEY> key;
    openssl_ptr<X509> certificate;
};

/// An authority of its own, whose certificate lies in a file.
class authority
{
public:
    authority();

    const std::filesystem::path& file() const noexcept { return file_; }
    /** @param names as OpenSSL writes them: "DNS:localhost,IP:127.0.0.1".
     *  @param days until it expires; negative: it has. */
    identity issue(const std::string& names, int days = 1) const;

private:
    temp_dir folder_;
    std::filesystem::path file_;
    identity self_;
};

/// Answers each request with @c body; connections are kept.
class tls_server
{
public:
    /// @param clean_close sends a close_notify before closing; only a body without length needs it.
    tls_server(const identity& shown, std::string answer, bool clean_close = true);

    std::uint16_t port() const noexcept { return server_.port(); }
    std::size_t connections() const noexcept { return server_.connections(); }
    std::size_t requests() const noexcept { return requests_; }
    std::string server_name() const { return server_name_; } ///< What the client asked for; after an answer.
    std::string last_head() const { return last_head_; }     ///< Of the request answered last.

private:
    void serve(int fd);

    openssl_ptr<SSL_CTX> context_;
    std::string answer_;
    bool clean_close_;
    std::atomic<std::size_t> requests_{0};
    std::string server_name_;
    std::string last_head_;
    raw_server server_; // last: its thread uses everything above
};

} // namespace codexflow::test
