#include "engine/net/content_decoding.hpp"
#include "tests/support/loopback_server.hpp"
#include "tests/unit/net/compress.hpp"
#include "tests/unit/net/http_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <utility>

using codexflow::errc;
using codexflow::net::fault_of;
using codexflow::net::net_fault;
using codexflow::test::coding;
using codexflow::test::compress;
using codexflow::test::http_fixture;
using codexflow::test::loopback_server;
using codexflow::test::received_body;
using codexflow::test::responder;
using request = codexflow::test::http_request;

namespace {

/// Answers with @p bytes of a body that is said to be encoded as @p encoding.
loopback_server::handler encoded(std::string encoding, std::string bytes)
{
    return [encoding = std::move(encoding), bytes = std::move(bytes)](const request&, responder& to) {
        to.reply(200, bytes, "text/plain", {{"Content-Encoding", encoding}});
    };
}

std::string repeated(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i != count; ++i)
        text += "line " + std::to_string(i * 7919) + '\n';
    return text;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(http_decoding, http_fixture)

BOOST_AUTO_TEST_CASE(wire_58_gzip_and_deflate_are_decoded_unasked)
{
    const std::string text = repeated(20000);
    for (const auto& [name, how] : {std::pair("gzip", coding::gzip), std::pair("x-gzip", coding::gzip),
                                    std::pair("deflate", coding::zlib), std::pair("deflate", coding::raw)})
    {
        loopback_server server(encoded(name, compress(text, how)));
        auto got = get(server.url());
        BOOST_REQUIRE(got.has_value());
        received_body body = read_all(**got);
        BOOST_TEST(!body.failed);
        BOOST_TEST((body.bytes == text));
        BOOST_TEST(body.largest <= 65536U);
        BOOST_TEST(!read_piece(**got, body)); // the end may be asked for again
        BOOST_TEST(!body.failed);
        BOOST_TEST(server.received().at(0).header("accept-encoding") == "identity");
    }
}

BOOST_AUTO_TEST_CASE(wire_58_headers_describe_what_is_read)
{
    loopback_server server(encoded("gzip", compress("hello", coding::gzip)));
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    const codexflow::net::header_list left{{"content-type", "text/plain"}};
    BOOST_TEST(((*got)->headers() == left));
}

BOOST_AUTO_TEST_CASE(wire_58_each_event_of_a_gzip_stream_comes_when_it_is_sent)
{
    codexflow::test::gate more;
    loopback_server server([&](const request&, responder& to) {
        codexflow::test::compressor zip(coding::gzip);
        to.write_head(200, {{"Content-Encoding", "gzip"}});
        to.write_chunk(zip.feed("data: first\n\n"));
        to.wait(more);
        to.write_chunk(zip.feed("data: second\n\n"));
        to.write_chunk(zip.finish());
    });
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    received_body body;
    BOOST_TEST(read_piece(**got, body));
    BOOST_TEST(body.bytes == "data: first\n\n");
    more.open();
    const received_body rest = read_all(**got);
    BOOST_TEST(rest.bytes == "data: second\n\n");
    BOOST_TEST(!rest.failed);
    got->reset();
    get(server.url());
    BOOST_TEST(server.connections() == 1U); // the connection is kept as after any body
}

BOOST_AUTO_TEST_CASE(wire_58_one_byte_at_a_time)
{
    const std::string wire = compress("hello, hello, hello", coding::gzip);
    loopback_server server([&](const request&, responder& to) {
        to.write_head(200, {{"Content-Encoding", "gzip"}});
        for (const char c : wire)
            to.write_chunk(std::string(1, c));
    });
    const received_body body = fetch(server.url());
    BOOST_TEST(!body.failed);
    BOOST_TEST(body.bytes == "hello, hello, hello");
}

BOOST_AUTO_TEST_CASE(wire_58_nothing_is_held_back_when_the_output_was_full)
{
    codexflow::test::compressor zip(coding::gzip);
    const std::string whole = zip.feed(std::string(32768 + 50, 'x')); // a little more than is decoded at once
    for (const std::size_t missing : {4U, 5U, 6U, 7U})
    {
        const std::string wire = whole.substr(0, whole.size() - missing);
        std::string room(65536, '\0');
        const auto all = codexflow::net::make_content_decoder("gzip")->decode(wire, room.data(), room.size());
        BOOST_REQUIRE(all.has_value());
        loopback_server server([&](const request&, responder& to) {
            to.write_head(200, {{"Content-Encoding", "gzip"}});
            to.write_chunk(wire);
            to.wait_closed();
        });
        limits.idle = std::chrono::seconds(2);
        auto got = get(server.url());
        BOOST_REQUIRE(got.has_value());
        received_body body;
        while (body.bytes.size() < all->placed && read_piece(**got, body))
        {}
        BOOST_TEST(body.bytes.size() == all->placed);
    }
}

BOOST_AUTO_TEST_CASE(wire_60_a_gzip_stream_that_ends_early_is_truncated)
{
    const std::string whole = compress("hello", coding::gzip);
    const std::string cut = whole.substr(0, whole.size() - 3);
    loopback_server with_length(encoded("gzip", cut));
    loopback_server until_close([&](const request&, responder& to) {
        to.write_head(200, {{"Content-Encoding", "gzip"}, {"Connection", "close"}});
        to.write_raw(cut);
        to.close();
    });
    loopback_server chunked([&](const request&, responder& to) {
        to.write_head(200, {{"Content-Encoding", "gzip"}});
        to.write_chunk(whole); // all of it, but not the last chunk
        to.close();
    });
    for (const loopback_server* server : {&with_length, &until_close, &chunked})
    {
        const received_body body = fetch(server->url());
        BOOST_TEST(body.bytes == "hello");
        BOOST_REQUIRE(body.failed.has_value());
        BOOST_TEST(to_string(fault_of(*body.failed)) == "truncated");
        BOOST_TEST(body.failed->message.find("127.0.0.1:") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(wire_58_what_is_not_gzip_is_a_protocol_error_again_and_again)
{
    loopback_server server(encoded("gzip", "data: hello\n\n"));
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    for (int i = 0; i != 2; ++i)
    {
        received_body body;
        BOOST_TEST(!read_piece(**got, body));
        BOOST_REQUIRE(body.failed.has_value());
        BOOST_TEST((fault_of(*body.failed) == net_fault::protocol));
        BOOST_TEST(body.bytes.empty());
    }
}

BOOST_AUTO_TEST_CASE(wire_58_an_unknown_encoding_still_shows_its_status)
{
    loopback_server server([](const request&, responder& to) {
        to.reply(503, "\x1b\x03", "text/plain", {{"Content-Encoding", "br"}});
    });
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST((*got)->status() == 503);
    const received_body body = read_all(**got);
    BOOST_REQUIRE(body.failed.has_value());
    BOOST_TEST((body.failed->code == errc::protocol));
    BOOST_TEST(body.failed->message.find("'br'") != std::string::npos);
    BOOST_TEST(!body.failed->hint.empty());
}

BOOST_AUTO_TEST_CASE(an_answer_without_a_body_is_not_decoded)
{
    loopback_server server([](const request&, responder& to) {
        to.write_raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 500\r\n\r\n");
        to.finish();
    });
    auto got = open({"HEAD", server.url(), {}, {}});
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST((*got)->headers().size() == 2U);
    BOOST_TEST(!read_all(**got).failed);
}

BOOST_AUTO_TEST_CASE(wire_57_abort_between_two_decoded_pieces)
{
    loopback_server server(encoded("gzip", compress(repeated(20000), coding::gzip)));
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    received_body body;
    BOOST_TEST(read_piece(**got, body)); // more lies in the decoder now
    (*got)->abort();
    BOOST_TEST(!read_piece(**got, body));
    BOOST_REQUIRE(body.failed.has_value());
    BOOST_TEST((body.failed->code == errc::cancelled));
}

BOOST_AUTO_TEST_SUITE_END()
