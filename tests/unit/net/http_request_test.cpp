#include "tests/support/loopback_server.hpp"
#include "tests/unit/net/http_fixture.hpp"
#include "tests/unit/net/raw_server.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using codexflow::errc;
using codexflow::test::http_fixture;
using codexflow::test::loopback_server;
using codexflow::test::responder;
using request = codexflow::test::http_request;

namespace {

struct with_server : http_fixture
{
    loopback_server server{[](const request&, responder& to) { to.reply(200, "ok"); }};

    codexflow::net::http_request plain() { return {"POST", server.url() + "/v1?x=1", {}, "body"}; }
    std::size_t count(std::string_view name) const
    {
        const auto headers = server.received().at(0).headers;
        return static_cast<std::size_t>(std::count_if(headers.begin(), headers.end(), [&](const auto& h) {
            return std::equal(h.first.begin(), h.first.end(), name.begin(), name.end(),
                              [](char a, char b) { return (a | 0x20) == (b | 0x20); });
        }));
    }
};

/// Takes all that comes for a body; says 200 when a request comes after it.
void answer_if_asked_again(int fd)
{
    std::array<char, 65536> piece{};
    for (ssize_t count = 0; (count = ::recv(fd, piece.data(), piece.size(), 0)) > 0;)
        if (std::string_view(piece.data(), static_cast<std::size_t>(count)).find("GET / ") !=
            std::string_view::npos)
            codexflow::test::send_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

/// Opens a gate whichever way the test ends.
struct opening
{
    explicit opening(codexflow::test::gate& which) : held(which) {}
    ~opening() { held.open(); }
    codexflow::test::gate& held;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(http_request_head, with_server)

BOOST_AUTO_TEST_CASE(says_what_was_asked)
{
    auto what = plain();
    what.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}};
    BOOST_REQUIRE(open(std::move(what)).has_value());
    const auto got = server.received().at(0);
    BOOST_TEST(got.method == "POST");
    BOOST_TEST(got.target == "/v1?x=1");
    BOOST_TEST(got.body == "body");
    BOOST_TEST(got.header("host") == "127.0.0.1:" + std::to_string(server.port()));
    BOOST_TEST(got.header("content-type") == "application/json");
    BOOST_TEST(got.header("content-length") == "4");
    BOOST_TEST(got.header("accept-encoding") == "identity");
    BOOST_TEST(got.header("user-agent").starts_with("codex-flow/"));
}

BOOST_AUTO_TEST_CASE(lets_the_caller_speak_first)
{
    auto what = plain();
    what.headers = {{"USER-AGENT", "mine"}, {"Accept-encoding", "gzip"}};
    BOOST_REQUIRE(open(std::move(what)).has_value());
    BOOST_TEST(server.received().at(0).header("user-agent") == "mine");
    BOOST_TEST(count("user-agent") == 1U);
    BOOST_TEST(count("accept-encoding") == 1U);
}

BOOST_AUTO_TEST_CASE(an_empty_post_has_a_length)
{
    BOOST_REQUIRE(open({"POST", server.url(), {}, {}}).has_value());
    BOOST_TEST(server.received().at(0).header("content-length") == "0");
}

BOOST_AUTO_TEST_CASE(a_get_has_none)
{
    BOOST_REQUIRE(get(server.url()).has_value());
    BOOST_TEST(count("content-length") == 0U);
}

BOOST_AUTO_TEST_CASE(nothing_can_be_smuggled_in)
{
    using headers = codexflow::net::header_list;
    const std::vector<headers> bad{
        {{"X-A", "1\r\nX-Evil: 1"}},
        {{"X-A", "1\nX-Evil: 1"}},
        {{"X-A", "1\r"}},
        {{"X-A\r\nX-Evil", "1"}},
        {{"X-A: 1\nX-Evil", "1"}},
        {{"X-A", std::string("1\0002", 3)}},
        {{"", "1"}},
        {{"X A", "1"}},
        {{"X-A:", "1"}},
        {{"Host", "evil.example"}},
        {{"content-length", "999"}},
        {{"Transfer-Encoding", "chunked"}},
    };
    for (const headers& one : bad)
        BOOST_TEST_CONTEXT(one[0].first << ": " << one[0].second)
        {
            auto what = plain();
            what.headers = one;
            const auto got = open(std::move(what));
            BOOST_REQUIRE(!got.has_value());
            BOOST_TEST((got.error().code == errc::invalid_argument));
            BOOST_TEST(got.error().message.find_first_of("\r\n") == std::string::npos);
        }
    for (const char* method : {"GET\r\nX-Evil: 1", "GET /evil HTTP/1.1\r\n\r\nGET", "GET /evil", "", "G\tT"})
        BOOST_TEST_CONTEXT(method)
        {
            auto what = plain();
            what.method = method;
            const auto got = open(std::move(what));
            BOOST_REQUIRE(!got.has_value());
            BOOST_TEST((got.error().code == errc::invalid_argument));
        }
    BOOST_TEST(server.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(a_value_is_never_repeated_in_a_message)
{
    auto what = plain();
    what.headers = {{"Authorization", "Bearer sk-123456\n"}};
    const auto got = open(std::move(what));
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST(to_string(got.error()).find("sk-123456") == std::string::npos);
    BOOST_TEST(got.error().message.find("Authorization") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(wire_65_an_answer_before_the_request_was_read_counts)
{
    codexflow::test::raw_server early([](int fd) {
        codexflow::test::read_request_head(fd); // but not the body
        codexflow::test::send_text(
            fd, "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 4\r\n\r\nmuch");
    });
    const std::string url = "http://127.0.0.1:" + std::to_string(early.port());
    auto got = open({"POST", url, {}, std::string(std::size_t{16} << 20, 'x')});
    BOOST_REQUIRE_MESSAGE(got.has_value(), got.error().message);
    BOOST_TEST((*got)->status() == 413);
    BOOST_TEST(read_all(**got).bytes == "much");
}

BOOST_AUTO_TEST_CASE(wire_65_an_answer_counts_though_the_server_goes_on_not_reading)
{
    codexflow::test::gate let_go;
    codexflow::test::raw_server early([&](int fd) {
        codexflow::test::read_request_head(fd);
        codexflow::test::send_text(fd, "HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\n\r\nmuch");
        let_go.wait(std::stop_token()); // reads nothing and does not close
        answer_if_asked_again(fd);
    });
    const opening at_the_end(let_go);
    const std::string url = "http://127.0.0.1:" + std::to_string(early.port());
    limits.first_byte = std::chrono::seconds(20);
    auto got = open({"POST", url, {}, std::string(std::size_t{16} << 20, 'x')});
    BOOST_REQUIRE_MESSAGE(got.has_value(), got.error().message);
    BOOST_TEST((*got)->status() == 413);
    BOOST_TEST(read_all(**got).bytes == "much");
    got->reset();
    let_go.open();
    auto again = get(url); // on a fresh connection: half a request lies in the first one
    BOOST_REQUIRE(again.has_value());
    BOOST_TEST((*again)->status() == 413);
    BOOST_TEST(early.connections() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
