#include "tests/unit/net/http_fixture.hpp"
#include "tests/unit/net/tls_server.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

using codexflow::errc;
using codexflow::net::fault_of;
using codexflow::net::net_fault;
using codexflow::net::proxy_settings;
using codexflow::test::authority;
using codexflow::test::http_fixture;
using codexflow::test::received_body;
using codexflow::test::tls_server;

namespace {

/// Sets SSL_CERT_FILE for the contexts that are made while it lives.
class trusted
{
public:
    explicit trusted(const authority& who) { ::setenv("SSL_CERT_FILE", who.file().c_str(), 1); }
    ~trusted() { ::unsetenv("SSL_CERT_FILE"); }
};

codexflow::net::tls_settings with_file(const std::filesystem::path& file)
{
    codexflow::net::tls_settings made;
    made.ca_file = file;
    return made;
}

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

struct with_authority : http_fixture
{
    authority ours;

    std::string url(const tls_server& server, const std::string& host = "127.0.0.1")
    {
        return "https://" + host + ":" + std::to_string(server.port()) + "/";
    }
    void expect_refusal(const opened& got, std::string_view reason)
    {
        BOOST_REQUIRE(!got.has_value());
        BOOST_TEST((got.error().code == errc::permission_denied));
        BOOST_TEST((fault_of(got.error()) == net_fault::tls));
        BOOST_TEST(got.error().phase == "tls");
        BOOST_TEST_CONTEXT(got.error().message)
        {
            BOOST_TEST(got.error().message.find("certificate") != std::string::npos);
            BOOST_TEST(got.error().message.find(reason) != std::string::npos);
        }
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(tls, with_authority)

BOOST_AUTO_TEST_CASE(an_unknown_authority_is_refused)
{
    tls_server server(ours.issue("IP:127.0.0.1"), ok);
    const auto got = get(url(server));
    expect_refusal(got, "issuer certificate");
    BOOST_TEST(got.error().hint.find("SSL_CERT_FILE") != std::string::npos);
    BOOST_TEST(server.requests() == 0U);
}

BOOST_AUTO_TEST_CASE(an_authority_given_by_the_user_is_accepted)
{
    const trusted now(ours);
    tls_server server(ours.issue("DNS:localhost,IP:127.0.0.1"), ok);
    BOOST_TEST(fetch(url(server)).bytes == "ok");
    BOOST_TEST(fetch(url(server)).bytes == "ok");
    BOOST_TEST(server.connections() == 1U); // kept, as without TLS
    BOOST_TEST(server.server_name() == ""); // an address is not sent as a name
}

BOOST_AUTO_TEST_CASE(the_name_is_sent_and_checked)
{
    const trusted now(ours);
    tls_server server(ours.issue("DNS:localhost"), ok);
    BOOST_TEST(fetch(url(server, "localhost")).bytes == "ok");
    BOOST_TEST(server.server_name() == "localhost");
}

BOOST_AUTO_TEST_CASE(another_name_is_refused)
{
    const trusted now(ours);
    tls_server server(ours.issue("DNS:example.org"), ok);
    expect_refusal(get(url(server, "localhost")), "ostname mismatch");
    BOOST_TEST(server.requests() == 0U);
}

BOOST_AUTO_TEST_CASE(another_address_is_refused)
{
    const trusted now(ours);
    tls_server server(ours.issue("IP:127.0.0.2,DNS:127.0.0.1"), ok);
    expect_refusal(get(url(server)), "IP address mismatch");
    BOOST_TEST(server.requests() == 0U);
}

BOOST_AUTO_TEST_CASE(an_expired_one_is_refused)
{
    const trusted now(ours);
    tls_server server(ours.issue("IP:127.0.0.1", -1), ok);
    expect_refusal(get(url(server)), "expired");
}

BOOST_AUTO_TEST_CASE(wire_59_a_body_without_length_ends_with_the_clean_close)
{
    const trusted now(ours);
    tls_server server(ours.issue("IP:127.0.0.1"), "HTTP/1.1 200 OK\r\n\r\nall of it");
    const received_body body = fetch(url(server));
    BOOST_TEST(!body.failed);
    BOOST_TEST(body.bytes == "all of it");
}

BOOST_AUTO_TEST_CASE(wire_60_a_body_without_length_may_have_been_cut_by_anybody)
{
    const trusted now(ours);
    tls_server server(ours.issue("IP:127.0.0.1"), "HTTP/1.1 200 OK\r\n\r\npart of it", false);
    const received_body body = fetch(url(server));
    BOOST_TEST(body.bytes == "part of it");
    BOOST_REQUIRE(body.failed.has_value());
    BOOST_TEST(body.failed->message.find("closed in the middle") != std::string::npos);
    BOOST_TEST((fault_of(*body.failed) == net_fault::truncated));
}

BOOST_AUTO_TEST_CASE(an_authority_of_the_configuration_is_accepted_besides_the_others)
{
    const authority others;
    const trusted now(others); // as the system's
    tls_server mine(ours.issue("IP:127.0.0.1"), ok);
    tls_server theirs(others.issue("IP:127.0.0.1"), ok);
    client.configure(proxy_settings(), with_file(ours.file()));
    BOOST_TEST(fetch(url(mine)).bytes == "ok");
    BOOST_TEST(fetch(url(theirs)).bytes == "ok");
    const auto timing = (*get(url(mine)))->timing();
    BOOST_TEST(timing.reused);
    client.close_idle();
    BOOST_TEST((*get(url(mine)))->timing().tls.count() > 0);
}

BOOST_AUTO_TEST_CASE(an_authority_that_cannot_be_read_is_said)
{
    const codexflow::test::temp_dir folder;
    const auto empty = folder.write("empty.pem", "no certificate");
    tls_server server(ours.issue("IP:127.0.0.1"), ok);
    for (const auto& file : {folder.path() / "missing.pem", std::filesystem::path(empty)})
    {
        client.configure(proxy_settings(), with_file(file));
        const auto got = get(url(server));
        BOOST_REQUIRE(!got.has_value());
        BOOST_TEST((got.error().code == errc::invalid_argument));
        BOOST_TEST(got.error().phase == "tls");
        BOOST_TEST(got.error().message.find(file.string()) != std::string::npos);
        BOOST_TEST(!got.error().hint.empty());
    }
    BOOST_TEST(server.requests() == 0U);
}

BOOST_AUTO_TEST_CASE(a_server_without_tls)
{
    codexflow::test::raw_server server([](int fd) {
        codexflow::test::send_text(fd, "HTTP/1.1 400 Bad Request\r\n\r\n");
        codexflow::test::read_request_head(fd);
    });
    const auto got = get("https://127.0.0.1:" + std::to_string(server.port()));
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::unavailable));
    BOOST_TEST(got.error().phase == "tls");
    BOOST_TEST((fault_of(got.error()) == net_fault::connect));
}

BOOST_AUTO_TEST_CASE(the_handshake_has_a_limit)
{
    limits.tls = std::chrono::milliseconds(100);
    codexflow::test::raw_server server([](int fd) { codexflow::test::read_request_head(fd); });
    const auto got = get("https://127.0.0.1:" + std::to_string(server.port()));
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::deadline_exceeded));
    BOOST_TEST(got.error().phase == "tls");
}

BOOST_AUTO_TEST_SUITE_END()
