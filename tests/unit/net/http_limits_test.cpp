#include "tests/support/loopback_server.hpp"
#include "tests/unit/net/compress.hpp"
#include "tests/unit/net/http_fixture.hpp"
#include "tests/unit/net/raw_server.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>

#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

using codexflow::cancel_reason;
using codexflow::errc;
using codexflow::net::fault_of;
using codexflow::net::net_fault;
using codexflow::test::http_fixture;
using codexflow::test::loopback_server;
using codexflow::test::received_body;
using codexflow::test::responder;
using codexflow::test::silent_port;
using request = codexflow::test::http_request;
using namespace std::chrono_literals;

namespace {

/// Limits far beyond the patience of these tests, but for the one under test.
struct limited : http_fixture
{
    limited()
    {
        limits.connect = limits.tls = limits.first_byte = limits.idle = 60s;
        steady_start = std::chrono::steady_clock::now();
    }
    /// What a limit of 60 s would never be.
    bool quick() const { return std::chrono::steady_clock::now() - steady_start < 10s; }
    /// Until @p count has not moved for a while: what is under way then lies in the kernel's buffers.
    void wait_until_still(const std::atomic<std::size_t>& count)
    {
        for (std::size_t before = count + 1; before != count;)
        {
            before = count;
            io.restart();
            const auto until = std::chrono::steady_clock::now() + 200ms;
            boost::asio::steady_timer tick(io, until);
            tick.async_wait([](boost::system::error_code) {});
            io.run_for(1s);
        }
    }

    std::chrono::steady_clock::time_point steady_start;
};

const auto wait_for_the_close = [](const request&, responder& to) { to.wait_closed(); };

} // namespace

BOOST_FIXTURE_TEST_SUITE(http_limits, limited)

BOOST_AUTO_TEST_CASE(wire_56_connecting_to_a_black_hole)
{
    const silent_port port;
    limits.connect = 100ms;
    const auto got = get(port.url());
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::deadline_exceeded));
    BOOST_TEST(got.error().phase == "connect");
    BOOST_TEST(got.error().message.find("0.1 s (connect limit)") != std::string::npos);
    BOOST_TEST(quick());
}

BOOST_AUTO_TEST_CASE(wire_52_the_first_byte)
{
    loopback_server server(wait_for_the_close);
    limits.first_byte = 100ms;
    const auto got = get(server.url());
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::deadline_exceeded));
    BOOST_TEST(got.error().phase == "first_byte");
    BOOST_TEST(server.wait_for_open_connections(0));
    BOOST_TEST(quick());
}

BOOST_AUTO_TEST_CASE(wire_52_interim_answers_do_not_extend_the_first_byte)
{
    loopback_server server([](const request&, responder& to) {
        while (to.write_raw("HTTP/1.1 102 Processing\r\n\r\n"))
        {}
    });
    limits.first_byte = 100ms;
    const auto got = get(server.url());
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::deadline_exceeded));
    BOOST_TEST(quick());
}

BOOST_AUTO_TEST_CASE(wire_53_a_stall_in_the_body)
{
    loopback_server server([](const request&, responder& to) {
        to.write_head(200);
        to.write_chunk("first");
        to.wait_closed();
    });
    limits.idle = 100ms;
    const received_body body = fetch(server.url());
    BOOST_TEST(body.bytes == "first");
    BOOST_REQUIRE(body.failed.has_value());
    BOOST_TEST((body.failed->code == errc::deadline_exceeded));
    BOOST_TEST(body.failed->phase == "idle");
    BOOST_TEST(server.wait_for_open_connections(0));
    BOOST_TEST(quick());
}

BOOST_AUTO_TEST_CASE(wire_54_bytes_are_life)
{
    // Longer in all than the limit, but never silent for as long as it.
    limits.idle = 400ms;
    codexflow::test::gate never;
    loopback_server server([&](const request&, responder& to) {
        to.write_head(200);
        const auto end = std::chrono::steady_clock::now() + 1s;
        while (std::chrono::steady_clock::now() < end && to.write_chunk("."))
        {}
    });
    const received_body body = fetch(server.url());
    BOOST_TEST(!body.failed);
    BOOST_TEST(!body.bytes.empty());
}

BOOST_AUTO_TEST_CASE(a_reader_that_takes_its_time_is_not_a_stall)
{
    loopback_server server([](const request&, responder& to) {
        to.write_head(200);
        to.write_chunk("first");
        to.write_chunk("second");
    });
    limits.idle = 100ms;
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    received_body body;
    BOOST_TEST(read_piece(**got, body));
    io.restart();
    io.run_for(300ms); // the limits' clock runs, but nobody waits for the server
    while (read_piece(**got, body))
    {}
    BOOST_TEST(!body.failed);
    BOOST_TEST(body.bytes == "firstsecond");
}

BOOST_AUTO_TEST_CASE(wire_57_cancel_while_connecting)
{
    const silent_port port;
    begin_open({"GET", port.url(), {}, {}});
    io.poll();
    BOOST_TEST(!answered);
    cancel.cancel(cancel_reason::interrupted);
    run_until([this] { return answered; });
    BOOST_REQUIRE(!answer.has_value());
    BOOST_TEST((answer.error().code == errc::cancelled));
    BOOST_TEST(quick());
}

BOOST_AUTO_TEST_CASE(wire_57_cancel_while_resolving)
{
    begin_open({"GET", "http://no-such-host.invalid/", {}, {}});
    run_until([this] { return client.lookups() == 1; });
    cancel.cancel(cancel_reason::interrupted); // before its answer can be taken
    run_until([this] { return answered; });
    BOOST_REQUIRE(!answer.has_value());
    BOOST_TEST((answer.error().code == errc::cancelled));
    BOOST_TEST(answer.error().phase == "resolve");
    run_until([this] { return client.lookups() == 0; });
}

BOOST_AUTO_TEST_CASE(wire_57_cancel_in_the_handshake)
{
    codexflow::test::gate reached;
    codexflow::test::raw_server server([&](int fd) {
        char byte = 0;
        ::recv(fd, &byte, 1, 0); // its hello
        reached.open();
        codexflow::test::read_request_head(fd); // until it closes
    });
    begin_open({"GET", "https://127.0.0.1:" + std::to_string(server.port()), {}, {}});
    std::jthread canceller([&](std::stop_token stop) {
        if (reached.wait(stop))
            boost::asio::post(io, [this] { cancel.cancel(cancel_reason::interrupted); });
    });
    run_until([this] { return answered; });
    BOOST_REQUIRE(!answer.has_value());
    BOOST_TEST((fault_of(answer.error()) == net_fault::cancelled));
    BOOST_TEST(answer.error().phase == "tls");
    BOOST_TEST(quick());
}

BOOST_AUTO_TEST_CASE(wire_57_cancel_before_the_first_byte)
{
    loopback_server server(wait_for_the_close);
    begin_open({"GET", server.url(), {}, {}});
    run_until([&] { return server.requests() == 1; });
    BOOST_TEST(!answered);
    cancel.cancel(cancel_reason::interrupted);
    run_until([this] { return answered; });
    BOOST_REQUIRE(!answer.has_value());
    BOOST_TEST((answer.error().code == errc::cancelled));
    BOOST_TEST(server.wait_for_open_connections(0));
    BOOST_TEST(quick());
}

BOOST_AUTO_TEST_CASE(cancel_beforehand_sends_nothing)
{
    loopback_server server([](const request&, responder& to) { to.reply(200, "ok"); });
    fetch(server.url()); // so that there is a kept connection to be tempted by
    cancel.cancel(cancel_reason::interrupted);
    const auto got = get(server.url());
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST((got.error().code == errc::cancelled));
    BOOST_TEST(server.requests() == 1U);
}

namespace {

/// Keeps what a read was answered with.
struct watched_read final : codexflow::net::body_reader
{
    void on_body(std::string_view bytes) override
    {
        ++calls;
        got = bytes;
    }
    void on_body_failed(const codexflow::error& why) override
    {
        ++calls;
        failed = why;
    }
    int calls = 0;
    std::string got;
    std::optional<codexflow::error> failed;
};

} // namespace

BOOST_AUTO_TEST_CASE(wire_57_abort_of_a_read)
{
    loopback_server server([](const request&, responder& to) {
        to.write_head(200);
        to.wait_closed();
    });
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    watched_read reader;
    (*got)->read(reader);
    io.restart();
    io.poll();
    BOOST_TEST(reader.calls == 0);
    (*got)->abort();
    BOOST_TEST(reader.calls == 0); // never from inside
    run_until([&] { return reader.calls != 0; });
    BOOST_REQUIRE(reader.failed.has_value());
    BOOST_TEST((reader.failed->code == errc::cancelled));
    got->reset();
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_CASE(abort_beats_an_end_that_is_on_its_way)
{
    // The end of the body is known, only its news is not delivered: the reader asked for an abort and
    // must not be told of a clean end, which could hide that it had skipped bytes.
    loopback_server server([](const request&, responder& to) { to.reply(200, "hello"); });
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    received_body body;
    BOOST_TEST(read_piece(**got, body));
    BOOST_TEST(body.bytes == "hello");
    watched_read reader;
    (*got)->read(reader);
    (*got)->abort();
    run_until([&] { return reader.calls != 0; });
    BOOST_REQUIRE(reader.failed.has_value());
    BOOST_TEST((reader.failed->code == errc::cancelled));
}

BOOST_AUTO_TEST_CASE(wire_75_an_unread_body_stops_the_server)
{
    constexpr std::size_t total = std::size_t{64} << 20;
    std::atomic<std::size_t> written{0};
    loopback_server server([&](const request&, responder& to) {
        to.write_head(200, {{"Content-Length", std::to_string(total)}});
        const std::string block(65536, 'x');
        while (written < total && to.write_chunk(block))
            written += block.size();
        to.finish();
    });
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    received_body body;
    BOOST_TEST(read_piece(**got, body));
    wait_until_still(written);
    BOOST_TEST(written < total / 2);
    while (read_piece(**got, body))
        body.bytes.resize(0);
    BOOST_TEST(!body.failed);
    BOOST_TEST(written == total);
    BOOST_TEST(body.largest <= 65536U);
}

BOOST_AUTO_TEST_CASE(wire_69_an_error_body_of_10_mb_is_not_taken)
{
    constexpr std::size_t total = std::size_t{10} << 20;
    std::atomic<std::size_t> written{0};
    loopback_server server([&](const request&, responder& to) {
        to.write_head(500, {{"Content-Length", std::to_string(total)}});
        const std::string block(16384, 'x');
        while (written < total && to.write_chunk(block))
            written += block.size();
    });
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST((*got)->status() == 500);
    received_body body;
    while (body.bytes.size() < 65536)
        BOOST_REQUIRE(read_piece(**got, body));
    BOOST_TEST(body.bytes.size() < 2 * 65536U);
    BOOST_TEST(body.largest <= 65536U);
    got->reset(); // a reader that has its 64 kB
    io.restart();
    io.run();
    BOOST_TEST(server.wait_for_open_connections(0));
    BOOST_TEST(written < total);
    BOOST_TEST(server.requests() == 1U);
}

BOOST_AUTO_TEST_CASE(wire_75_an_unread_gzip_body_stops_the_server_too)
{
    constexpr std::size_t total = std::size_t{64} << 20;
    std::atomic<std::size_t> written{0};
    loopback_server server([&](const request&, responder& to) {
        to.write_head(200, {{"Content-Encoding", "gzip"}});
        codexflow::test::compressor zip(codexflow::test::coding::gzip_stored);
        const std::string block(65536, 'x');
        while (written < total && to.write_chunk(zip.feed(block)))
            written += block.size();
    });
    auto got = get(server.url());
    BOOST_REQUIRE(got.has_value());
    received_body body;
    BOOST_TEST(read_piece(**got, body));
    wait_until_still(written);
    BOOST_TEST(written < total / 2);
    BOOST_TEST(body.largest <= 65536U);
}

BOOST_AUTO_TEST_SUITE_END()
