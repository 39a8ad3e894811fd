#include "tests/unit/net/tls_server.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <utility>

namespace codexflow::test {
namespace {

void require(bool ok, const char* what)
{
    if (!ok)
        throw std::runtime_error(std::string("OpenSSL: ") + what);
}

void extend(X509* to, X509* issuer, int what, const std::string& value)
{
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
    X509_EXTENSION* made = X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str());
    require(made != nullptr && X509_add_ext(to, made, -1) == 1, "extension");
    X509_EXTENSION_free(made);
}

/// An unsigned certificate for @p key with the time it is valid.
openssl_ptr<X509> draft(EVP_PKEY* key, const char* name, int days)
{
    openssl_ptr<X509> made(X509_new());
    X509_set_version(made.get(), 2);
    static std::atomic<long> serial{1};
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial++);
    constexpr long day = 24 * 3600;
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -10 * day);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), days * day);
    X509_set_pubkey(made.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    return made;
}

} // namespace

authority::authority()
{
    self_.key.reset(EVP_EC_gen("P-256"));
    require(self_.key != nullptr, "key");
    static std::atomic<int> count{0}; // OpenSSL looks authorities up by name
    const std::string name = "Test Authority " + std::to_string(++count);
    self_.certificate = draft(self_.key.get(), name.c_str(), 1);
    X509* const mine = self_.certificate.get();
    X509_set_issuer_name(mine, X509_get_subject_name(mine));
    extend(mine, mine, NID_basic_constraints, "critical,CA:TRUE");
    require(X509_sign(mine, self_.key.get(), EVP_sha256()) != 0, "signature");
    const std::unique_ptr<BIO, int (*)(BIO*)> out(BIO_new(BIO_s_mem()), &BIO_free);
    require(PEM_write_bio_X509(out.get(), mine) == 1, "PEM");
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    file_ = folder_.write("authority.pem", std::string_view(text, static_cast<std::size_t>(size)));
}

identity authority::issue(const std::string& names, int days) const
{
    identity made;
    made.key.reset(EVP_EC_gen("P-256"));
    made.certificate = draft(made.key.get(), "server", days);
    X509_set_issuer_name(made.certificate.get(), X509_get_subject_name(self_.certificate.get()));
    extend(made.certificate.get(), self_.certificate.get(), NID_subject_alt_name, names);
    require(X509_sign(made.certificate.get(), self_.key.get(), EVP_sha256()) != 0, "signature");
    return made;
}

tls_server::tls_server(const identity& shown, std::string answer, bool clean_close)
    : context_(SSL_CTX_new(TLS_server_method())),
      answer_(std::move(answer)),
      clean_close_(clean_close),
      server_([this](int fd) { serve(fd); })
{
    // The server's thread cannot be busy yet: nobody knows its port.
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes to sockets without MSG_NOSIGNAL
    require(SSL_CTX_use_certificate(context_.get(), shown.certificate.get()) == 1, "certificate");
    require(SSL_CTX_use_PrivateKey(context_.get(), shown.key.get()) == 1, "key");
}

void tls_server::serve(int fd)
{
    const openssl_ptr<SSL> link(SSL_new(context_.get()));
    SSL_set_fd(link.get(), fd);
    if (SSL_accept(link.get()) != 1)
        return;
    if (const char* name = SSL_get_servername(link.get(), TLSEXT_NAMETYPE_host_name); name != nullptr)
        server_name_ = name;
    std::string head;
    std::array<char, 1024> buffer{};
    for (int n = 0; (n = SSL_read(link.get(), buffer.data(), buffer.size())) > 0;)
    {
        head.append(buffer.data(), static_cast<std::size_t>(n));
        if (head.find("\r\n\r\n") == std::string::npos)
            continue;
        last_head_ = std::exchange(head, std::string());
        ++requests_;
        SSL_write(link.get(), answer_.data(), static_cast<int>(answer_.size()));
        if (answer_.find("Content-Length") == std::string::npos)
            break;
    }
    if (clean_close_)
        SSL_shutdown(link.get());
}

} // namespace codexflow::test
