#include "tests/support/loopback_server.hpp"
#include "tests/unit/net/http_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using codexflow::errc;
using codexflow::net::fault_of;
using codexflow::net::net_fault;
using codexflow::test::http_fixture;
using codexflow::test::loopback_server;
using codexflow::test::received_body;
using codexflow::test::responder;
using request = codexflow::test::http_request;

namespace {

/// A server that answers every request with these bytes and closes.
loopback_server::handler says(std::string bytes)
{
    return [bytes = std::move(bytes)](const request&, responder& to) {
        to.write_raw(bytes);
        to.close();
    };
}

const std::string chunked_head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

bool mentions(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

BOOST_FIXTURE_TEST_SUITE(http_body, http_fixture)

BOOST_AUTO_TEST_CASE(with_a_length)
{
    loopback_server server([](const request&, responder& to) { to.reply(200, "hello", "text/plain"); });
    auto got = get(server.url() + "/x");
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST((*got)->status() == 200);
    const auto& headers = (*got)->headers();
    BOOST_REQUIRE(headers.size() == 2);
    BOOST_TEST(headers[0].first == "content-type");
    BOOST_TEST(headers[0].second == "text/plain");
    BOOST_TEST(headers[1].first == "content-length");
    const received_body body = read_all(**got);
    BOOST_TEST(!body.failed);
    BOOST_TEST(body.bytes == "hello");
}

BOOST_AUTO_TEST_CASE(the_end_may_be_asked_for_again)
{
    loopback_server server([](const request&, responder& to) { to.reply(200, "hello"); });
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    received_body body = read_all(**got);
    BOOST_TEST(!read_piece(**got, body));
    BOOST_TEST(!body.failed);
    BOOST_TEST(body.bytes == "hello");
}

BOOST_AUTO_TEST_CASE(an_empty_one)
{
    loopback_server server([](const request&, responder& to) { to.reply(200, ""); });
    const received_body body = fetch(server.url());
    BOOST_TEST(!body.failed);
    BOOST_TEST(body.pieces == 0);
}

BOOST_AUTO_TEST_CASE(any_status_is_an_answer)
{
    loopback_server server([](const request&, responder& to) { to.reply(503, "busy"); });
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST((*got)->status() == 503);
    BOOST_TEST(read_all(**got).bytes == "busy");
}

BOOST_AUTO_TEST_CASE(wire_62_chunked_whatever_the_pieces)
{
    const std::string wire =
        chunked_head + "1\r\na\r\n3;ext=\"x;y\"\r\nbcd\r\n00A\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n";
    for (const std::size_t size : {1U, 2U, 3U, 7U, 1000U})
        BOOST_TEST_CONTEXT("pieces of " << size)
        {
            loopback_server server([&](const request&, responder& to) {
                for (std::size_t at = 0; at < wire.size(); at += size)
                    to.write_raw(std::string_view(wire).substr(at, size));
                to.finish();
            });
            const received_body body = fetch(server.url());
            BOOST_TEST(!body.failed);
            BOOST_TEST(body.bytes == "abcd0123456789");
        }
}

BOOST_AUTO_TEST_CASE(wire_62_each_chunk_is_passed_on_when_it_comes)
{
    codexflow::test::gate more;
    loopback_server server([&](const request&, responder& to) {
        to.write_head(200);
        to.write_chunk("first");
        to.wait(more);
        to.write_chunk("second");
    });
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    received_body body;
    BOOST_TEST(read_piece(**got, body));
    BOOST_TEST(body.bytes == "first");
    more.open();
    BOOST_TEST(read_piece(**got, body));
    BOOST_TEST(body.bytes == "firstsecond");
}

BOOST_AUTO_TEST_CASE(wire_59_ended_by_the_close)
{
    loopback_server server(says("HTTP/1.1 200 OK\r\n\r\nall of it"));
    const received_body body = fetch(server.url());
    BOOST_TEST(!body.failed);
    BOOST_TEST(body.bytes == "all of it");
}

BOOST_AUTO_TEST_CASE(wire_61_cut_short)
{
    const std::vector<std::string> cut{
        chunked_head + "5\r\nhello\r\n",      // no last chunk
        chunked_head + "5\r\nhel",            // inside a chunk
        chunked_head + "5\r\nhello\r\n0\r\n", // no end of the trailers
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
    };
    for (const std::string& wire : cut)
        BOOST_TEST_CONTEXT(wire)
        {
            loopback_server server(says(wire));
            const received_body body = fetch(server.url());
            BOOST_TEST(body.bytes == std::string("hello").substr(0, body.bytes.size()));
            BOOST_TEST(body.bytes.size() >= 3U);
            BOOST_REQUIRE(body.failed.has_value());
            BOOST_TEST((body.failed->code == errc::unavailable));
            BOOST_TEST((fault_of(*body.failed) == net_fault::truncated));
            BOOST_TEST(mentions(body.failed->message, "closed in the middle"));
        }
}

BOOST_AUTO_TEST_CASE(wire_62_broken_framing_comes_after_the_good_bytes)
{
    loopback_server server(says(chunked_head + "5\r\nhello\r\nzz\r\nrest"));
    const received_body body = fetch(server.url());
    BOOST_TEST(body.bytes == "hello");
    BOOST_REQUIRE(body.failed.has_value());
    BOOST_TEST((fault_of(*body.failed) == net_fault::protocol));
}

BOOST_AUTO_TEST_CASE(wire_61_a_reset_is_a_truncation)
{
    loopback_server server([](const request&, responder& to) {
        to.write_head(200);
        to.write_chunk("hello");
        to.abort();
    });
    const received_body body = fetch(server.url());
    BOOST_REQUIRE(body.failed.has_value());
    BOOST_TEST((body.failed->code == errc::unavailable));
    BOOST_TEST((fault_of(*body.failed) == net_fault::truncated));
}

BOOST_AUTO_TEST_CASE(interim_answers_are_skipped)
{
    loopback_server server(says("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST((*got)->status() == 200);
    BOOST_TEST(read_all(**got).bytes == "ok");
}

BOOST_AUTO_TEST_CASE(answers_without_a_body)
{
    for (const char* head :
         {"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n"})
        BOOST_TEST_CONTEXT(head)
        {
            loopback_server server([head](const request&, responder& to) {
                to.write_raw(head);
                to.finish();
            });
            const received_body body = fetch(server.url());
            BOOST_TEST(!body.failed);
            BOOST_TEST(body.bytes.empty());
        }
}

BOOST_AUTO_TEST_CASE(the_answer_to_head_has_no_body_whatever_its_length_says)
{
    loopback_server server([](const request& asked, responder& to) {
        to.write_raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        if (asked.method != "HEAD")
            to.write_raw("hello");
        to.finish();
    });
    limits.idle = std::chrono::milliseconds(200);
    auto got = open({"HEAD", server.url(), {}, {}});
    BOOST_REQUIRE(got.has_value());
    const received_body body = read_all(**got);
    BOOST_TEST(!body.failed);
    BOOST_TEST(body.bytes.empty());
    got->reset();
    BOOST_TEST(fetch(server.url()).bytes == "hello");
    BOOST_TEST(server.connections() == 1U); // and the connection could go on
}

BOOST_AUTO_TEST_CASE(what_is_not_http_is_refused)
{
    for (const char* wire :
         {"SSH-2.0-OpenSSH\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"})
        BOOST_TEST_CONTEXT(wire)
        {
            loopback_server server(says(wire));
            const auto got = get(server.url());
            BOOST_REQUIRE(!got.has_value());
            BOOST_TEST((got.error().code == errc::protocol));
            BOOST_TEST(mentions(got.error().message, "127.0.0.1"));
        }
}

BOOST_AUTO_TEST_CASE(a_head_without_end_is_refused)
{
    loopback_server server([](const request&, responder& to) {
        to.write_raw("HTTP/1.1 200 OK\r\n");
        const std::string line = "X-Filler: " + std::string(1000, 'x') + "\r\n";
        for (int i = 0; i != 1000 && to.write_raw(line); ++i)
        {}
    });
    const auto got = get(server.url());
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::protocol));
}

BOOST_AUTO_TEST_SUITE_END()
