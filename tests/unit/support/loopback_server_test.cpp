#include "tests/support/loopback_server.hpp"

#include "tests/support/provider_replies.hpp"

#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <memory>
#include <string>

namespace codexflow::test {
namespace {

/// A client without any HTTP of its own: what it gets is what was on the wire.
class raw_client
{
public:
    explicit raw_client(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }

    bool connected() const { return connected_; }
    void send(std::string_view text) const { ::send(fd_.get(), text.data(), text.size(), MSG_NOSIGNAL); }
    void close() { fd_.reset(); }

    /// Reads until @p mark has come or the peer closed.
    std::string read_until(std::string_view mark)
    {
        std::string text;
        std::array<char, 4096> bytes;
        while (text.find(mark) == text.npos)
        {
            const auto count = ::recv(fd_.get(), bytes.data(), bytes.size(), 0);
            last_error = count < 0 ? errno : 0;
            if (count <= 0)
                break;
            text.append(bytes.data(), static_cast<std::size_t>(count));
        }
        return text;
    }
    std::string read_all() { return read_until(std::string_view("\0never\0", 7)); }

    int last_error = 0;

private:
    unique_fd fd_;
    bool connected_ = false;
};

} // namespace

BOOST_AUTO_TEST_SUITE(loopback_server_helper)

BOOST_AUTO_TEST_CASE(requests_are_parsed_and_the_connection_is_kept)
{
    loopback_server server([](const http_request& request, responder& back) {
        back.reply(200,
                   request.method + request.target + std::string(request.header("x-one")) + request.body);
    });
    raw_client client(server.port());
    client.send("POST /a HTTP/1.1\r\nX-One: 1\r\nContent-Length: 4\r\n\r\nbody");
    BOOST_TEST(client.read_until("body").find("\r\n\r\nPOST/a1body") != std::string::npos);
    client.send("PUT /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    BOOST_TEST(client.read_until("de").find("\r\n\r\nPUT/babcde") != std::string::npos);
    BOOST_TEST(server.requests() == 2u);
    BOOST_TEST(server.connections() == 1u);
    BOOST_TEST(server.received()[1].number == 2u);
    client.close();
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_CASE(a_stream_is_held_until_the_test_lets_it_go)
{
    gate hold;
    loopback_server server([&](const http_request&, responder& back) {
        back.write_head(200);
        back.write_chunk("first");
        if (back.wait(hold))
            back.write_chunk("second");
    });
    raw_client client(server.port());
    client.send("GET / HTTP/1.1\r\n\r\n");
    BOOST_TEST(client.read_until("first\r\n").ends_with("\r\n\r\n5\r\nfirst\r\n"));
    hold.open();
    BOOST_TEST(client.read_until("0\r\n\r\n") == "6\r\nsecond\r\n0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_stream_may_break_off)
{
    loopback_server server([](const http_request& request, responder& back) {
        back.write_head(200);
        back.write_chunk("part");
        if (request.target == "/reset")
            back.abort();
        else
            back.close();
    });
    raw_client closed(server.port());
    closed.send("GET /close HTTP/1.1\r\n\r\n");
    BOOST_TEST(closed.read_all().ends_with("part\r\n"));
    BOOST_TEST(closed.last_error == 0);
    raw_client reset(server.port());
    reset.send("GET /reset HTTP/1.1\r\n\r\n");
    reset.read_all();
    BOOST_TEST(reset.last_error == ECONNRESET);
}

BOOST_AUTO_TEST_CASE(the_handler_learns_that_the_client_left)
{
    gate seen;
    loopback_server server([&](const http_request&, responder& back) {
        back.write_head(200);
        if (back.wait_closed())
            seen.open();
    });
    raw_client client(server.port());
    client.send("GET / HTTP/1.1\r\n\r\n");
    client.read_until("\r\n\r\n");
    client.close();
    BOOST_TEST(seen.wait({}));
}

BOOST_AUTO_TEST_CASE(the_destructor_ends_handlers_that_wait)
{
    gate never;
    std::atomic<int> released = 0;
    auto server = std::make_unique<loopback_server>([&](const http_request& request, responder& back) {
        const bool served = request.target == "/gate" ? back.wait(never) : back.wait_closed();
        if (!served)
            ++released;
    });
    raw_client first(server->port());
    first.send("GET /gate HTTP/1.1\r\n\r\n");
    raw_client second(server->port());
    second.send("GET /closed HTTP/1.1\r\n\r\n");
    BOOST_TEST(server->wait_for_requests(2));
    server.reset();
    BOOST_TEST(released == 2);
}

BOOST_AUTO_TEST_CASE(the_peak_counts_requests_answered_at_once)
{
    gate hold;
    loopback_server server([&](const http_request&, responder& back) {
        back.wait(hold);
        back.reply(200, "{}");
    });
    {
        raw_client one(server.port());
        raw_client two(server.port());
        one.send("GET / HTTP/1.1\r\n\r\n");
        two.send("GET / HTTP/1.1\r\n\r\n");
        BOOST_TEST(server.wait_for_requests(2));
        hold.open();
        one.read_until("{}");
        two.read_until("{}");
    }
    BOOST_TEST(server.peak_requests() == 2u);
    for (int i = 0; i < 50; ++i)
    {
        raw_client next(server.port());
        next.send("GET / HTTP/1.1\r\n\r\n");
        next.read_until("{}");
    }
    BOOST_TEST(server.peak_requests() == 2u);
}

BOOST_AUTO_TEST_CASE(a_handler_that_forgets_to_answer_is_reported)
{
    loopback_server server([](const http_request&, responder&) {});
    raw_client client(server.port());
    client.send("GET / HTTP/1.1\r\n\r\n");
    BOOST_TEST(client.read_until("answer").starts_with("HTTP/1.1 500 "));
}

BOOST_AUTO_TEST_CASE(a_refusing_port_refuses)
{
    const refusing_port port;
    BOOST_TEST(!raw_client(port.port()).connected());
}

BOOST_AUTO_TEST_CASE(replies_are_in_wire_format)
{
    BOOST_TEST(openai::delta("a\"b\n").find(R"("content":"a\"b\n")") != std::string::npos);
    BOOST_TEST(openai::stream({"a", "b"}).size() == 5u);
    BOOST_TEST(openai::done() == "data: [DONE]\n\n");
    BOOST_TEST(ollama::stream({"a"}).back().find(R"("done":true)") != std::string::npos);
    BOOST_TEST(json_string("\x01") == "\"\\u0001\"");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow::test
