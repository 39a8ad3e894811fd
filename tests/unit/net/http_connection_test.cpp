#include "tests/support/loopback_server.hpp"
#include "tests/unit/net/http_fixture.hpp"
#include "tests/unit/net/raw_server.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>

#include <memory>
#include <string>

using codexflow::errc;
using codexflow::net::fault_of;
using codexflow::net::net_fault;
using codexflow::test::http_fixture;
using codexflow::test::loopback_server;
using codexflow::test::raw_server;
using codexflow::test::received_body;
using codexflow::test::responder;
using request = codexflow::test::http_request;

namespace {

const auto say_ok = [](const request&, responder& to) { to.reply(200, "ok"); };

bool mentions(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

BOOST_FIXTURE_TEST_SUITE(http_connection, http_fixture)

BOOST_AUTO_TEST_CASE(wire_67_one_serves_two_requests)
{
    loopback_server server(say_ok);
    BOOST_TEST(fetch(server.url() + "/1").bytes == "ok");
    BOOST_TEST(fetch(server.url() + "/2").bytes == "ok");
    BOOST_TEST(server.connections() == 1U);
    BOOST_TEST(server.requests() == 2U);
}

BOOST_AUTO_TEST_CASE(two_at_once_need_two)
{
    loopback_server server(say_ok);
    auto first = get(server.url());
    auto second = get(server.url());
    BOOST_REQUIRE(first.has_value());
    BOOST_REQUIRE(second.has_value());
    BOOST_TEST(server.connections() == 2U);
}

BOOST_AUTO_TEST_CASE(peers_do_not_share)
{
    loopback_server one(say_ok);
    loopback_server other(say_ok);
    fetch(one.url());
    fetch(other.url());
    BOOST_TEST(one.connections() == 1U);
    BOOST_TEST(other.connections() == 1U);
}

BOOST_AUTO_TEST_CASE(a_short_rest_is_read_to_save_it)
{
    codexflow::test::gate given_up;
    loopback_server server([&](const request&, responder& to) {
        to.write_head(200);
        to.write_chunk("data: [DONE]");
        to.wait(given_up);
        to.finish();
    });
    {
        auto got = get(server.url());
        BOOST_REQUIRE(got.has_value());
        received_body body;
        BOOST_TEST(read_piece(**got, body));
    }
    given_up.open();
    io.restart();
    io.run(); // until the rest was read
    BOOST_TEST(server.open_connections() == 1U);
    get(server.url());
    BOOST_TEST(server.connections() == 1U);
}

BOOST_AUTO_TEST_CASE(a_rest_that_does_not_come_closes_it)
{
    loopback_server server([&](const request&, responder& to) {
        to.write_head(200);
        to.write_chunk("first");
        to.wait_closed();
    });
    {
        auto got = get(server.url());
        BOOST_REQUIRE(got.has_value());
        received_body body;
        BOOST_TEST(read_piece(**got, body));
    }
    io.restart();
    io.run();
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_CASE(a_long_rest_closes_it)
{
    loopback_server server([&](const request&, responder& to) {
        to.write_head(200);
        while (to.write_chunk(std::string(1000, 'x')))
        {}
    });
    {
        auto got = get(server.url());
        BOOST_REQUIRE(got.has_value());
    }
    io.restart();
    io.run();
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_CASE(the_end_of_everything_may_come_while_a_rest_is_read)
{
    // Only a leak checker can see that this goes wrong: what is under way must end with the io_context.
    loopback_server server([&](const request&, responder& to) {
        to.write_head(200);
        to.write_chunk("first");
        to.wait_closed();
    });
    auto other = std::make_unique<http_fixture>();
    auto got = other->get(server.url());
    BOOST_REQUIRE(got.has_value());
    got->reset();
    other.reset();
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_CASE(wire_67_is_not_kept_when_the_server_says_close)
{
    loopback_server server([](const request&, responder& to) {
        to.write_raw("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
        to.wait_closed(); // does not close by itself: the client must
    });
    BOOST_TEST(fetch(server.url()).bytes == "ok");
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_CASE(wire_67_is_not_kept_when_more_came_than_was_announced)
{
    loopback_server server([](const request&, responder& to) {
        to.write_raw(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        to.finish();
    });
    BOOST_TEST(fetch(server.url()).bytes == "ok");
    BOOST_TEST(fetch(server.url()).bytes == "ok");
    BOOST_TEST(server.connections() == 2U);
}

BOOST_AUTO_TEST_CASE(wire_67_one_that_the_server_closed_while_idle_is_not_used)
{
    loopback_server server([](const request&, responder& to) {
        to.write_raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"); // promises to stay
        to.close();
    });
    BOOST_TEST(fetch(server.url()).bytes == "ok");
    BOOST_TEST(server.wait_for_open_connections(0));
    const auto again = fetch(server.url());
    BOOST_TEST(!again.failed);
    BOOST_TEST(again.bytes == "ok");
}

BOOST_AUTO_TEST_CASE(wire_67_one_that_is_closed_upon_the_request_is_replaced_once)
{
    loopback_server server([](const request& asked, responder& to) {
        if (asked.connection == 1 && asked.number == 2)
            return to.close(); // had closed it, the client could not know
        to.reply(200, "ok");
    });
    BOOST_TEST(fetch(server.url()).bytes == "ok");
    const auto again = fetch(server.url());
    BOOST_TEST(!again.failed);
    BOOST_TEST(again.bytes == "ok");
    BOOST_TEST(server.requests() == 3U);
    BOOST_TEST(server.connections() == 2U);
}

BOOST_AUTO_TEST_CASE(a_fresh_one_is_not_tried_again)
{
    loopback_server server([](const request&, responder& to) { to.close(); });
    const auto got = get(server.url());
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((fault_of(got.error()) == net_fault::upstream_closed));
    BOOST_TEST(mentions(got.error().message, "before an answer came"));
    BOOST_TEST(server.requests() == 1U);
}

BOOST_AUTO_TEST_CASE(a_request_is_not_repeated_once_an_answer_has_begun)
{
    loopback_server server([](const request& asked, responder& to) {
        if (asked.number == 1)
        {
            to.reply(200, "ok");
            return;
        }
        to.write_raw("HTTP/1.1 200 OK\r\nContent-");
        to.close();
    });
    BOOST_TEST(fetch(server.url()).bytes == "ok");
    const auto got = get(server.url());
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((fault_of(got.error()) == net_fault::upstream_closed));
    BOOST_TEST(server.requests() == 2U);
}

BOOST_AUTO_TEST_CASE(a_reset_of_a_fresh_one_is_not_tried_again)
{
    loopback_server server([](const request&, responder& to) {
        to.write_raw(""); // else an answer would be made up
        to.abort();
    });
    const auto got = get(server.url());
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((fault_of(got.error()) == net_fault::upstream_closed));
    BOOST_TEST(server.requests() == 1U);
}

BOOST_AUTO_TEST_CASE(wire_67_a_kept_one_and_its_replacement_both_closed_is_the_fresh_ones_failure)
{
    loopback_server server([](const request& asked, responder& to) {
        if (asked.number != 1)
            return to.close();
        to.reply(200, "ok");
    });
    BOOST_TEST(fetch(server.url()).bytes == "ok");
    const auto got = get(server.url());
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((fault_of(got.error()) == net_fault::upstream_closed));
    BOOST_TEST(server.requests() == 3U); // once at once, and no more
}

BOOST_AUTO_TEST_CASE(timing_tells_a_fresh_one_from_a_kept_one)
{
    loopback_server server(say_ok);
    auto first = get(server.url());
    BOOST_REQUIRE(first.has_value());
    const auto fresh = (*first)->timing();
    BOOST_TEST(!fresh.reused);
    BOOST_TEST(fresh.connect.count() > 0);
    BOOST_TEST(fresh.tls.count() == 0);
    BOOST_TEST(fresh.first_byte.count() > 0);
    read_all(**first);
    first->reset();
    auto second = get(server.url());
    BOOST_REQUIRE(second.has_value());
    const auto kept = (*second)->timing();
    BOOST_TEST(kept.reused);
    BOOST_TEST(kept.connect.count() == 0);
    BOOST_TEST(kept.first_byte.count() > 0);
}

BOOST_AUTO_TEST_CASE(wire_56_refused)
{
    const codexflow::test::refusing_port port;
    const auto got = get(port.url());
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::unavailable));
    BOOST_TEST(got.error().phase == "connect");
    BOOST_TEST(mentions(got.error().message, "127.0.0.1:" + std::to_string(port.port())));
    BOOST_TEST(mentions(got.error().message, "refused"));
}

BOOST_AUTO_TEST_CASE(wire_56_a_name_that_does_not_exist)
{
    const auto got = get("http://no-such-host.invalid/");
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::unavailable));
    BOOST_TEST(got.error().phase == "resolve");
    BOOST_TEST(mentions(got.error().message, "no-such-host.invalid"));
    BOOST_TEST(client.lookups() == 0U);
}

BOOST_AUTO_TEST_CASE(wire_56_localhost_goes_on_to_the_next_address)
{
    loopback_server server(say_ok); // on 127.0.0.1 only
    const auto got = fetch("http://localhost:" + std::to_string(server.port()));
    BOOST_TEST(!got.failed);
    BOOST_TEST(got.bytes == "ok");
    BOOST_TEST(server.received().at(0).header("host") == "localhost:" + std::to_string(server.port()));
}

BOOST_AUTO_TEST_CASE(an_ipv6_address,
                     *boost::unit_test::precondition([](auto) { return codexflow::test::has_ipv6(); }))
{
    std::string head;
    raw_server server(
        [&](int fd) {
            head = codexflow::test::read_request_head(fd);
            codexflow::test::send_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        },
        AF_INET6);
    const std::string authority = "[::1]:" + std::to_string(server.port());
    BOOST_TEST(fetch("http://" + authority + "/x").bytes == "ok");
    BOOST_TEST(mentions(head, "Host: " + authority + "\r\n"));
}

BOOST_AUTO_TEST_CASE(close_idle_closes_the_kept_ones)
{
    loopback_server server(say_ok);
    fetch(server.url());
    BOOST_TEST(server.open_connections() == 1U);
    client.close_idle();
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_SUITE_END()
