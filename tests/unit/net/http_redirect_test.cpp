#include "tests/support/loopback_server.hpp"
#include "tests/unit/net/http_fixture.hpp"
#include "tests/unit/net/tls_server.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

using codexflow::cancel_reason;
using codexflow::net::fault_of;
using codexflow::net::net_fault;
using codexflow::test::http_fixture;
using codexflow::test::loopback_server;
using codexflow::test::responder;
using request = codexflow::test::http_request;

namespace {

/// Sends everybody to @p where.
loopback_server::handler leads_to(int status, std::string where)
{
    return [status, where = std::move(where)](const request&, responder& to) {
        to.reply(status, "<html>moved</html>", "text/html", {{"Location", where}});
    };
}

const auto say_ok = [](const request&, responder& to) { to.reply(200, "ok"); };

/// A POST with a secret of each kind.
codexflow::net::http_request secretive(const std::string& url)
{
    codexflow::net::http_request made{"POST", url, {}, "the body"};
    made.headers = {
        {"Authorization", "Bearer k"}, {"x-api-key", "k"}, {"API-Key", "k"}, {"Cookie", "k"}, {"X-Mine", "k"},
        {"Content-Type", "text/x"}};
    made.secret_headers = {"x-mine"};
    return made;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(http_redirect, http_fixture)

BOOST_AUTO_TEST_CASE(wire_63_redirect_307_308_keep_method_and_body)
{
    for (const int status : {307, 308})
    {
        loopback_server server([status](const request& asked, responder& to) {
            if (asked.target == "/old?x=1")
                to.reply(status, "moved", "text/plain", {{"Location", "/new"}});
            else
                to.reply(200, "ok");
        });
        auto got = open(secretive(server.url() + "/old?x=1"));
        BOOST_REQUIRE(got.has_value());
        BOOST_TEST((*got)->status() == 200);
        BOOST_TEST(read_all(**got).bytes == "ok");
        const request last = server.received().at(1);
        BOOST_TEST(last.method == "POST");
        BOOST_TEST(last.target == "/new");
        BOOST_TEST(last.body == "the body");
        for (const char* name : {"authorization", "x-api-key", "api-key", "cookie", "x-mine"})
            BOOST_TEST(last.header(name) != "", name); // the same origin: nothing is lost
    }
}

BOOST_AUTO_TEST_CASE(wire_63_another_origin_loses_the_keys_for_good)
{
    std::string back;
    loopback_server first([&](const request& asked, responder& to) {
        if (asked.target == "/1")
            to.reply(307, "", "text/plain", {{"Location", back}});
        else
            to.reply(200, "ok");
    });
    loopback_server other(leads_to(308, first.url() + "/2"));
    back = other.url() + "/x"; // the same host, another port
    auto got = open(secretive(first.url() + "/1"));
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST(read_all(**got).bytes == "ok");
    BOOST_TEST(first.received().at(0).header("authorization") == "Bearer k");
    for (const request& later : {other.received().at(0), first.received().at(1)})
    {
        BOOST_TEST(later.method == "POST");
        BOOST_TEST(later.body == "the body");
        BOOST_TEST(later.header("content-type") == "text/x");
        for (const char* name : {"authorization", "x-api-key", "api-key", "cookie", "x-mine"})
            BOOST_TEST(later.header(name) == "", name);
    }
    BOOST_TEST(other.received().at(0).header("host") == "127.0.0.1:" + std::to_string(other.port()));
}

BOOST_AUTO_TEST_CASE(wire_63_302_on_post_is_the_callers)
{
    for (const int status : {301, 302, 303})
    {
        loopback_server server(leads_to(status, "/new"));
        auto got = open(secretive(server.url()));
        BOOST_REQUIRE(got.has_value());
        BOOST_TEST((*got)->status() == status);
        BOOST_TEST(read_all(**got).bytes == "<html>moved</html>");
        BOOST_TEST(server.requests() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(wire_63_302_on_get_is_followed)
{
    loopback_server target(say_ok);
    for (const int status : {301, 302, 303})
    {
        loopback_server server(leads_to(status, target.url() + "/new"));
        BOOST_TEST(fetch(server.url()).bytes == "ok");
    }
    BOOST_TEST(target.received().at(0).method == "GET");
}

BOOST_AUTO_TEST_CASE(wire_63_a_loop_ends_after_five)
{
    loopback_server server(leads_to(307, "/again"));
    const auto got = open(secretive(server.url()));
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((fault_of(got.error()) == net_fault::redirect));
    BOOST_TEST(got.error().message.find("more than 5 redirects") != std::string::npos);
    BOOST_TEST(server.requests() == 6U);
}

BOOST_AUTO_TEST_CASE(wire_63_https_does_not_lead_to_http)
{
    codexflow::test::authority ours;
    loopback_server plain(say_ok);
    codexflow::test::tls_server server(ours.issue("IP:127.0.0.1"),
                                       "HTTP/1.1 307 Moved\r\nContent-Length: 0\r\nLocation: " + plain.url() +
                                           "/?key=topsecret\r\n\r\n");
    codexflow::net::tls_settings tls;
    tls.ca_file = ours.file();
    client.configure(codexflow::net::proxy_settings(), std::move(tls));
    const auto got = open(secretive("https://127.0.0.1:" + std::to_string(server.port())));
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((fault_of(got.error()) == net_fault::redirect));
    BOOST_TEST(got.error().message.find("topsecret") == std::string::npos);
    BOOST_TEST(plain.requests() == 0U);
}

BOOST_AUTO_TEST_CASE(wire_57_cancel_in_a_redirects_hop)
{
    loopback_server slow([](const request&, responder& to) { to.wait_closed(); });
    loopback_server server(leads_to(307, slow.url()));
    begin_open(secretive(server.url()));
    run_until([&] { return slow.requests() == 1; });
    BOOST_TEST(!answered);
    cancel.cancel(cancel_reason::interrupted);
    run_until([this] { return answered; });
    BOOST_REQUIRE(!answer.has_value());
    BOOST_TEST((fault_of(answer.error()) == net_fault::cancelled));
    BOOST_TEST(slow.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_CASE(wire_63_each_hop_has_its_own_first_byte_limit)
{
    loopback_server slow([](const request&, responder& to) { to.wait_closed(); });
    loopback_server server(leads_to(307, slow.url()));
    limits.first_byte = std::chrono::milliseconds(100);
    const auto got = get(server.url());
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((fault_of(got.error()) == net_fault::timeout));
    BOOST_TEST(got.error().message.find(std::to_string(slow.port())) != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
