// The program's proxy settings against tinyproxy.
#include "tests/counterparts/needs.hpp"
#include "tests/counterparts/question.hpp"
#include "tests/counterparts/servers.hpp"
#include "tests/support/loopback_server.hpp"
#include "tests/support/provider_replies.hpp"
#include "tests/system/run/scripted_model.hpp"
#include "tests/unit/net/tls_server.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow::test;

namespace {

struct world
{
    loopback_server model{echo_openai};

    told asked(std::map<std::string, std::optional<std::string>> environment) const
    {
        environment["CODEX_FLOW_PROXY_LOOPBACK"] = "1";
        return ask({interface_called("chat"), model.url(), "hello", "", std::move(environment), {"--retries", "1"}});
    }
    /// Whether the last request came through a proxy.
    bool by_proxy() const { return model.received().back().header("via").find("tinyproxy") != std::string::npos; }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(through_tinyproxy, world, *needs_program("tinyproxy"))

BOOST_AUTO_TEST_CASE(wire_66_http_proxy_and_no_proxy)
{
    const tinyproxy proxy;
    const auto check = [&](std::map<std::string, std::optional<std::string>> environment, bool through) {
        const told all = asked(std::move(environment));
        BOOST_TEST(all.end.status == 0, all.end.out);
        BOOST_TEST(all.answer.text == "You asked: hello");
        BOOST_TEST(by_proxy() == through);
    };
    check({{"http_proxy", proxy.url()}}, true);
    check({{"http_proxy", proxy.host()}}, true);
    check({{"ALL_PROXY", proxy.url()}}, true);
    check({{"http_proxy", ""}, {"HTTP_PROXY", proxy.url()}}, false); // the lower-case name wins
    check({{"http_proxy", proxy.url()}, {"no_proxy", "example.com, 127.0.0.1"}}, false);
    check({{"http_proxy", proxy.url()}, {"no_proxy", "127.0.0.0/8"}}, false);
    check({{"http_proxy", proxy.url()}, {"no_proxy", "127.0.0.1:1"}}, true);
    check({{"http_proxy", proxy.url()}, {"no_proxy", "*"}}, false);
}

BOOST_AUTO_TEST_CASE(wire_66_loopback_goes_past_the_proxy_unless_asked_for)
{
    const refusing_port nobody;
    const told all = ask({interface_called("chat"), model.url(), "hello", "", {{"http_proxy", nobody.url()}}});
    BOOST_TEST(all.end.status == 0, all.end.out);
}

BOOST_AUTO_TEST_CASE(wire_66_a_proxy_that_wants_credentials)
{
    const tinyproxy proxy("BasicAuth me top-secret\n");
    const told without = asked({{"http_proxy", proxy.url()}});
    BOOST_TEST(without.end.status == 1, without.end.out);
    BOOST_TEST(without.error_kind() == "unauthenticated/auth");
    BOOST_TEST(without.answer.error.find("407") != std::string::npos, without.answer.error);
    BOOST_TEST(model.requests() == 0u);

    const told with = asked({{"http_proxy", "http://me:top%2Dsecret@" + proxy.host()}});
    BOOST_TEST(with.end.status == 0, with.end.out);
    BOOST_TEST(by_proxy());
    BOOST_TEST(model.received().back().header("proxy-authorization") == ""); // not for the model server
    BOOST_TEST(with.end.out.find("top-secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(wire_66_a_tunnel)
{
    std::string body;
    for (const std::string& piece : openai::stream({"through ", "the tunnel"}))
        body += piece;
    const authority trusted;
    tls_server secured(trusted.issue("IP:127.0.0.1"), "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: " +
                                                          std::to_string(body.size()) + "\r\n\r\n" + body);
    const tinyproxy proxy("ConnectPort " + std::to_string(secured.port()) + "\n");
    const told all = ask({interface_called("chat"), "https://127.0.0.1:" + std::to_string(secured.port()), "hello",
                          "api_key_env: SOME_KEY",
                          {{"https_proxy", proxy.url()}, {"CODEX_FLOW_PROXY_LOOPBACK", "1"},
                           {"SSL_CERT_FILE", trusted.file().string()}, {"SOME_KEY", "some-key-1234"}}});
    BOOST_TEST(all.end.status == 0, all.end.out);
    BOOST_TEST(all.answer.text == "through the tunnel");
    BOOST_TEST(secured.last_head().find("Bearer some-key-1234") != std::string::npos);
    BOOST_TEST(proxy.says(stream::out, "CONNECT 127.0.0.1:" + std::to_string(secured.port())));
}

BOOST_AUTO_TEST_CASE(wire_66_a_tunnel_that_is_refused)
{
    const tinyproxy proxy("ConnectPort 1\n");
    const std::string secured = "https" + model.url().substr(4);
    const told all = ask({interface_called("chat"), secured, "hello", "",
                          {{"https_proxy", proxy.url()}, {"CODEX_FLOW_PROXY_LOOPBACK", "1"}}, {"--retries", "0"}});
    BOOST_TEST(all.end.status != 0);
    BOOST_TEST(all.answer.error.find("403") != std::string::npos, all.answer.error);
    BOOST_TEST(model.requests() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
