#include "tests/support/loopback_server.hpp"
#include "tests/unit/net/http_fixture.hpp"
#include "tests/unit/net/tls_server.hpp"
#include "tests/unit/net/tunnel_proxy.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <utility>

using codexflow::cancel_reason;
using codexflow::errc;
using codexflow::error;
using codexflow::net::fault_of;
using codexflow::net::net_fault;
using codexflow::net::proxy_settings;
using codexflow::net::tls_settings;
using codexflow::test::http_fixture;
using codexflow::test::loopback_server;
using codexflow::test::responder;
using codexflow::test::tls_server;
using codexflow::test::tunnel_proxy;
using request = codexflow::test::http_request;
using namespace std::chrono_literals;

namespace {

const auto say_ok = [](const request&, responder& to) { to.reply(200, "ok"); };
const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const std::string credentials = "bWU6dG9wc2VjcmV0"; // me:topsecret

bool mentions(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// A client that sends everything but loopback through the proxy.
struct proxied : http_fixture
{
    codexflow::test::authority ours;

    void use(const std::string& proxy, bool loopback = false)
    {
        proxy_settings settings;
        settings.http = settings.https = proxy;
        settings.proxy_loopback = loopback;
        tls_settings tls;
        tls.ca_file = ours.file();
        client.configure(std::move(settings), std::move(tls));
    }
    static std::string https(const tls_server& server)
    {
        return "https://api.test:" + std::to_string(server.port()) + "/v1";
    }
    /// The error of a request that must fail; nothing in it may hold the proxy's credentials.
    error failure(const std::string& url)
    {
        const auto got = get(url);
        BOOST_REQUIRE(!got.has_value());
        const error& why = got.error();
        for (const std::string& text : {why.message, why.hint, why.detail})
        {
            BOOST_TEST(!mentions(text, "topsecret"));
            BOOST_TEST(!mentions(text, credentials));
        }
        return why;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(http_proxy, proxied)

BOOST_AUTO_TEST_CASE(wire_66_http_is_asked_of_the_proxy_in_absolute_form)
{
    loopback_server proxy(say_ok);
    use("http://me:topsecret@127.0.0.1:" + std::to_string(proxy.port()));
    const auto got = open({"POST", "http://api.test:8080/v1?x=1", {{"Authorization", "Bearer k"}}, "body"});
    BOOST_REQUIRE(got.has_value());
    const request seen = proxy.received().at(0);
    BOOST_TEST(seen.method == "POST");
    BOOST_TEST(seen.target == "http://api.test:8080/v1?x=1");
    BOOST_TEST(seen.header("host") == "api.test:8080");
    BOOST_TEST(seen.header("proxy-authorization") == "Basic " + credentials);
    BOOST_TEST(seen.header("authorization") == "Bearer k");
    BOOST_TEST(seen.body == "body");
}

BOOST_AUTO_TEST_CASE(wire_66_its_connection_serves_all_http_hosts_but_no_direct_request)
{
    loopback_server proxy(say_ok);
    use(proxy.url());
    BOOST_TEST(fetch("http://one.test/").bytes == "ok");
    BOOST_TEST(fetch("http://two.test/").bytes == "ok");
    BOOST_TEST(proxy.connections() == 1U);
    BOOST_TEST(fetch(proxy.url()).bytes == "ok"); // loopback: direct
    BOOST_TEST(proxy.connections() == 2U);
    BOOST_TEST(proxy.received().at(2).target == "/");
    BOOST_TEST(proxy.received().at(2).header("proxy-authorization") == "");
}

BOOST_AUTO_TEST_CASE(wire_66_loopback_goes_through_it_when_asked)
{
    loopback_server proxy(say_ok);
    use(proxy.url(), true);
    BOOST_TEST(fetch("http://127.0.0.1:1/x").bytes == "ok");
    BOOST_TEST(proxy.received().at(0).target == "http://127.0.0.1:1/x");
}

BOOST_AUTO_TEST_CASE(wire_66_no_proxy_goes_directly)
{
    loopback_server proxy(say_ok);
    loopback_server origin(say_ok);
    proxy_settings settings;
    settings.http = proxy.url();
    settings.proxy_loopback = true;
    settings.no_proxy = "127.0.0.0/8:" + std::to_string(origin.port());
    client.configure(settings, tls_settings());
    BOOST_TEST(fetch(origin.url()).bytes == "ok");
    BOOST_TEST(origin.requests() == 1U);
    BOOST_TEST(proxy.requests() == 0U);
}

BOOST_AUTO_TEST_CASE(wire_66_a_407_is_the_proxys_and_no_answer)
{
    loopback_server proxy([](const request&, responder& to) { to.reply(407, "who are you?"); });
    use(proxy.url());
    const error none = failure("http://api.test/");
    BOOST_TEST((fault_of(none) == net_fault::proxy_auth));
    BOOST_TEST(mentions(none.message, "wants credentials"));
    BOOST_TEST(mentions(none.hint, "http://user:password@"));
    use("http://me:topsecret@127.0.0.1:" + std::to_string(proxy.port()));
    const error wrong = failure("http://api.test/");
    BOOST_TEST((fault_of(wrong) == net_fault::proxy_auth));
    BOOST_TEST(mentions(wrong.message, "did not accept"));
    const auto direct = get(proxy.url()); // no proxy is involved: a status like any other
    BOOST_REQUIRE(direct.has_value());
    BOOST_TEST((*direct)->status() == 407);
}

BOOST_AUTO_TEST_CASE(wire_66_https_goes_through_a_tunnel)
{
    tls_server origin(ours.issue("DNS:api.test"), ok);
    tunnel_proxy proxy;
    use(proxy.url("me:topsecret"));
    BOOST_TEST(fetch(https(origin)).bytes == "ok");
    BOOST_TEST(fetch(https(origin)).bytes == "ok");
    BOOST_TEST(proxy.connections() == 1U); // kept, with the tunnel
    BOOST_TEST(origin.requests() == 2U);
    BOOST_TEST(origin.server_name() == "api.test");
    const std::string asked = proxy.heads().at(0);
    const std::string end = "api.test:" + std::to_string(origin.port());
    BOOST_TEST(asked.starts_with("CONNECT " + end + " HTTP/1.1\r\nHost: " + end + "\r\n"));
    BOOST_TEST(mentions(asked, "Proxy-Authorization: Basic " + credentials + "\r\n"));
    BOOST_TEST(origin.last_head().starts_with("GET /v1 HTTP/1.1\r\nHost: " + end + "\r\n"));
    BOOST_TEST(!mentions(origin.last_head(), credentials)); // the origin never sees it
}

BOOST_AUTO_TEST_CASE(wire_66_a_tunnel_is_not_used_for_direct_requests)
{
    tls_server origin(ours.issue("IP:127.0.0.1"), "HTTP/1.1 200 OK\r\n\r\nok");
    const std::string url = "https://127.0.0.1:" + std::to_string(origin.port()) + "/";
    tunnel_proxy proxy;
    use(proxy.url(), true);
    BOOST_TEST(fetch(url).bytes == "ok");
    BOOST_TEST(proxy.connections() == 1U);
    use(proxy.url(), false);
    BOOST_TEST(fetch(url).bytes == "ok");
    BOOST_TEST(proxy.connections() == 1U);
    BOOST_TEST(origin.connections() == 2U);
}

BOOST_AUTO_TEST_CASE(wire_66_a_certificate_is_checked_through_the_tunnel_too)
{
    tls_server origin(ours.issue("DNS:other.test"), ok);
    tunnel_proxy proxy;
    use(proxy.url());
    BOOST_TEST((fault_of(failure(https(origin))) == net_fault::tls));
    BOOST_TEST(origin.requests() == 0U);
}

BOOST_AUTO_TEST_CASE(wire_66_refused_tunnels)
{
    struct row
    {
        const char* answer;
        net_fault fault;
        const char* says;
    };
    for (const row& one :
         {row{"HTTP/1.0 407 Auth\r\nProxy-Authenticate: Basic\r\n\r\n", net_fault::proxy_auth, "407"},
          row{"HTTP/1.1 401 Auth\r\n\r\n", net_fault::proxy_auth, "did not accept"},
          row{"HTTP/1.1 403 No\r\nContent-Length: 3\r\n\r\nno!", net_fault::proxy_refused, "403"},
          row{"HTTP/1.1 404 No\r\n\r\n", net_fault::proxy_refused, "404"},
          row{"HTTP/1.1 502 Bad\r\n\r\n", net_fault::connect, "502"},
          row{"HTTP/1.1 200 OK\r\n\r\nmore", net_fault::protocol, "more than its answer"},
          row{"SSH-2.0\r\n", net_fault::protocol, "not valid HTTP"},
          row{"\r\n", net_fault::connect, "closed"}})
        BOOST_TEST_CONTEXT(one.answer)
        {
            tunnel_proxy proxy(one.answer);
            use(proxy.url("me:topsecret"));
            const error why = failure("https://api.test/");
            BOOST_TEST(to_string(fault_of(why)) == to_string(one.fault));
            BOOST_TEST(why.phase == "proxy");
            BOOST_TEST(mentions(why.message, "the proxy 127.0.0.1:" + std::to_string(proxy.port())));
            BOOST_TEST(mentions(why.message, one.says));
        }
}

BOOST_AUTO_TEST_CASE(wire_66_a_proxy_that_cannot_be_reached_is_named)
{
    const codexflow::test::refusing_port port;
    use(port.url());
    for (const char* url : {"http://api.test/", "https://api.test/"})
    {
        const error why = failure(url);
        BOOST_TEST((fault_of(why) == net_fault::connect));
        BOOST_TEST(why.phase == "connect");
        BOOST_TEST(mentions(why.message, "the proxy 127.0.0.1:"));
    }
}

BOOST_AUTO_TEST_CASE(wire_66_the_tunnel_has_a_limit_of_its_own)
{
    tunnel_proxy proxy("");
    use(proxy.url());
    limits.proxy = 100ms;
    const error why = failure("https://api.test/");
    BOOST_TEST((why.code == errc::deadline_exceeded));
    BOOST_TEST((fault_of(why) == net_fault::connect));
    BOOST_TEST(mentions(why.message, "0.1 s (proxy limit)"));
}

BOOST_AUTO_TEST_CASE(wire_57_cancel_while_the_proxy_is_asked)
{
    tunnel_proxy proxy("");
    use(proxy.url());
    begin_open({"GET", "https://api.test/", {}, {}});
    run_until([&] { return !proxy.heads().empty(); });
    BOOST_TEST(!answered);
    cancel.cancel(cancel_reason::interrupted);
    run_until([this] { return answered; });
    BOOST_REQUIRE(!answer.has_value());
    BOOST_TEST((fault_of(answer.error()) == net_fault::cancelled));
    BOOST_TEST(answer.error().phase == "proxy");
}

BOOST_AUTO_TEST_CASE(wire_66_nobody_else_writes_the_proxys_credentials)
{
    loopback_server origin(say_ok);
    const auto got = open({"GET", origin.url(), {{"Proxy-Authorization", "Basic x"}}, {}});
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::invalid_argument));
    BOOST_TEST(origin.requests() == 0U);
}

BOOST_AUTO_TEST_CASE(wire_66_a_bad_proxy_stops_only_who_needs_it)
{
    loopback_server origin(say_ok);
    use("socks5://me:topsecret@127.0.0.1:1");
    BOOST_TEST(fetch(origin.url()).bytes == "ok");
    BOOST_TEST((failure("http://api.test/").code == errc::unsupported));
}

BOOST_AUTO_TEST_SUITE_END()
