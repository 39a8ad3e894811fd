// The plugin "mcp" as it is shipped, with servers behind a URL. The numbers are those of the checklist of wire formats.
#include "tests/plugins/host/mcp_fixture.hpp"
#include "tests/support/loopback_server.hpp"

#include <codexflow/json.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <string>

using codexflow::cancel_reason;
using codexflow::cancel_source;
using codexflow::test::http_request;
using codexflow::test::loopback_server;
using codexflow::test::mcp_fixture;
using codexflow::test::responder;
namespace json = codexflow::json;

namespace {

constexpr const char* listed = R"({"tools":[{"name":"echo","description":"Says it.","inputSchema":{"type":"object"}}]})";

std::string answer_to(const std::string& id, const std::string& result)
{
    return R"({"jsonrpc":"2.0","id":)" + id + ",\"result\":" + result + '}';
}
std::string text_result(const std::string& text) { return R"({"content":[{"type":"text","text":")" + text + "\"}]}"; }

/// What a request asks.
struct question
{
    explicit question(const http_request& from) : body(from.body)
    {
        json::document doc;
        if (!doc.parse(body))
            return;
        method = doc.root()["method"].string();
        id = doc.root()["id"].raw();
    }

    std::string body, method, id;
};

/// A server that does all as it should, but for calls, which the test answers; each test bends one part of it.
struct with_server : mcp_fixture
{
    std::string session = "session-1";
    bool streams = false; ///< Answers as event streams, the first event empty.
    std::function<bool(const http_request&, const question&, responder&)> first; ///< True: it has answered.
    std::function<void(const http_request&, const question&, responder&)> on_call = [this](const http_request&, const question& q, responder& to) {
        reply(to, answer_to(q.id, text_result("said")));
    };

    loopback_server server{[this](const http_request& asked, responder& to) { answer(asked, to); }};

    std::string url() const { return server.url() + "/mcp"; }

    void reply(responder& to, const std::string& message)
    {
        const std::string number = session.empty() ? "none" : session;
        const codexflow::test::header_list extra =
            session.empty() ? codexflow::test::header_list{} : codexflow::test::header_list{{"Mcp-Session-Id", number}};
        if (!streams)
        {
            to.reply(200, message, "application/json", extra);
            return;
        }
        auto head = extra;
        head.emplace_back("Content-Type", "text/event-stream");
        to.write_head(200, head);
        to.write_chunk("id: e-0\r\ndata:\r\n\r\n");
        to.write_chunk("event: message\nid: e-1\ndata: " + message + "\n\n");
        to.finish();
    }

    void answer(const http_request& asked, responder& to)
    {
        const question q(asked);
        if (first && first(asked, q, to))
            return;
        if (asked.method == "DELETE")
            to.reply(204, "");
        else if (asked.method != "POST")
            to.reply(405, "");
        else if (q.method == "initialize")
            reply(to, answer_to(q.id, R"({"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"h","version":"1"}})"));
        else if (q.method == "tools/list")
            reply(to, answer_to(q.id, listed));
        else if (q.method == "tools/call")
            on_call(asked, q, to);
        else
            to.reply(202, "");
    }

    /// "POST initialize", "POST notifications/initialized", ... as they came.
    std::vector<std::string> story() const
    {
        std::vector<std::string> all;
        for (const http_request& one : server.received())
            all.push_back(one.method + (one.body.empty() ? "" : ' ' + question(one).method));
        return all;
    }
    std::size_t count(const std::string& what) const
    {
        const auto all = story();
        return static_cast<std::size_t>(std::count(all.begin(), all.end(), what));
    }
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

using lines = std::vector<std::string>;

} // namespace

BOOST_FIXTURE_TEST_SUITE(mcp_http, with_server)

BOOST_AUTO_TEST_CASE(c84_a_session_from_greeting_to_farewell)
{
    open(address(url(), R"("headers":{"Authorization":"Bearer {{secret:KEY}}"},"secrets":["KEY"])"), {{"KEY", "k-123"}});
    BOOST_TEST(list() == "mcp__s__echo:once");
    BOOST_TEST(call("echo") == "said");
    close();
    BOOST_TEST((story() == lines{"POST initialize", "POST notifications/initialized", "POST tools/list", "POST tools/call", "DELETE"}));
    const auto all = server.received();
    BOOST_TEST(all[0].header("accept") == "application/json, text/event-stream");
    BOOST_TEST(all[0].header("content-type") == "application/json");
    BOOST_TEST(all[0].header("mcp-session-id") == "");
    BOOST_TEST(all[0].header("mcp-protocol-version") == "");
    for (std::size_t i = 1; i != all.size(); ++i)
    {
        BOOST_TEST(all[i].header("mcp-session-id") == "session-1");
        BOOST_TEST(all[i].header("mcp-protocol-version") == "2025-06-18");
        BOOST_TEST(all[i].header("authorization") == "Bearer k-123");
    }
    for (const std::string& line : log)
        BOOST_TEST(!has(line, "k-123"));
}

BOOST_AUTO_TEST_CASE(c84_event_streams_that_begin_with_an_event_without_data)
{
    streams = true;
    open(address(url()));
    BOOST_TEST(list() == "mcp__s__echo:once");
    BOOST_TEST(call("echo") == "said");
    BOOST_TEST(!logged("not JSON"));
}

BOOST_AUTO_TEST_CASE(c84_requests_in_the_stream_are_answered_with_posts)
{
    on_call = [](const http_request&, const question& q, responder& to) {
        to.write_head(200, {{"Content-Type", "text/event-stream"}});
        to.write_chunk("data: {\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}\n\n");
        to.write_chunk("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\n\n");
        to.write_chunk("data: " + answer_to(q.id, text_result("after")) + "\n\n");
        to.finish();
    };
    open(address(url()));
    list();
    BOOST_TEST(call("echo") == "after");
    run_until([&] { return server.wait_for_requests(5, std::chrono::milliseconds(1)); });
    BOOST_TEST(server.received().at(4).body == R"({"jsonrpc":"2.0","id":"p","result":{}})");
}

BOOST_AUTO_TEST_CASE(c84_a_session_that_is_lost_is_begun_again_once)
{
    for (const int status : {404, 400})
    {
        with_server other;
        bool lost = false;
        other.first = [&](const http_request& asked, const question& q, responder& to) {
            if (q.method != "tools/call" || lost)
                return false;
            BOOST_CHECK(asked.header("mcp-session-id") == "session-1");
            lost = true;
            other.session = "session-2";
            to.reply(status, R"({"error":"no such session"})");
            return true;
        };
        other.open(other.address(other.url()));
        other.list();
        BOOST_TEST(other.call("echo") == "said");
        BOOST_TEST(other.count("POST initialize") == 2u);
        BOOST_TEST(other.count("POST tools/call") == 2u);
        BOOST_TEST(other.server.received().back().header("mcp-session-id") == "session-2");
    }
    first = [](const http_request&, const question& q, responder& to) {
        return q.method == "tools/call" && to.reply(404, "gone");
    };
    open(address(url()));
    list();
    BOOST_TEST(call("echo") == "failed: the MCP server 's': the server has lost the session (HTTP 404: gone)");
    BOOST_TEST(count("POST initialize") == 2u);
}

BOOST_AUTO_TEST_CASE(c84_a_404_without_a_session_is_no_lost_one)
{
    first = [](const http_request&, const question&, responder& to) { return to.reply(404, "<html>nothing here</html>"); };
    open(address(url()));
    BOOST_TEST(list() == "failed: the MCP server 's': HTTP 404: <html>nothing here</html>");
    BOOST_TEST(server.requests() == 1u);
}

BOOST_AUTO_TEST_CASE(c84_a_stream_that_breaks_is_taken_up_where_it_was)
{
    first = [this](const http_request& asked, const question&, responder& to) {
        if (asked.method != "GET")
            return false;
        BOOST_CHECK(asked.header("accept").find("text/event-stream") != std::string_view::npos);
        to.write_head(200, {{"Content-Type", "text/event-stream"}});
        if (asked.header("last-event-id") == "a")
            to.write_chunk("id: b\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\n\n");
        else
            to.write_chunk("id: c\ndata: " + answer_to("3", text_result("at last")) + "\n\n");
        to.finish();
        return true;
    };
    on_call = [](const http_request&, const question&, responder& to) {
        to.write_head(200, {{"Content-Type", "text/event-stream"}});
        to.write_chunk("id: a\nretry: 1\ndata:\n\n");
        to.close(); // cut
    };
    open(address(url()));
    list();
    BOOST_TEST(call("echo") == "at last");
    BOOST_TEST(count("GET") == 2u);
    BOOST_TEST(count("POST tools/call") == 1u); // it is not called twice
}

BOOST_AUTO_TEST_CASE(c84_a_stream_that_ends_for_good_is_an_error)
{
    on_call = [](const http_request&, const question&, responder& to) {
        to.write_head(200, {{"Content-Type", "text/event-stream"}});
        to.write_chunk(": nothing\n\n");
        to.finish();
    };
    open(address(url()));
    list();
    BOOST_TEST(has(call("echo"), "failed: the MCP server 's': the answer ended before it was whole"));
    BOOST_TEST(count("GET") == 0u);
    first = [](const http_request& asked, const question&, responder& to) {
        return asked.method == "GET" && to.reply(200, "retry: 1\n\n", "text/event-stream");
    };
    on_call = [](const http_request&, const question&, responder& to) {
        to.reply(200, "id: 1\nretry: 1\ndata:\n\n", "text/event-stream");
    };
    BOOST_TEST(has(call("echo"), "it was taken up 10 times, and nothing more came"));
    BOOST_TEST(count("GET") == 10u);
}

BOOST_AUTO_TEST_CASE(c84_refusals_name_the_status)
{
    int status = 406;
    first = [&](const http_request&, const question& q, responder& to) {
        return q.method == "tools/call" && to.reply(status, R"({"jsonrpc":"2.0","error":{"code":-32000,"message":"Not Acceptable"},"id":null})");
    };
    open(address(url()));
    list();
    BOOST_TEST(has(call("echo"), "failed: the MCP server 's': HTTP 406: {\"jsonrpc\""));
    for (const int other : {401, 429, 500, 503})
    {
        status = other;
        BOOST_TEST(has(call("echo"), "HTTP " + std::to_string(other)));
    }
    status = 302;
    BOOST_TEST(has(call("echo"), "failed: "));
}

BOOST_AUTO_TEST_CASE(c84_answers_that_are_none)
{
    std::string body = "this is not JSON";
    on_call = [&](const http_request&, const question&, responder& to) { to.reply(200, body); };
    open(address(url(), R"("max_message_bytes":100000)"));
    list();
    BOOST_TEST(call("echo") == "failed: the MCP server 's': its answer is none to what it was asked: this is not JSON");
    body = answer_to("77", "{}");
    BOOST_TEST(has(call("echo"), "its answer is none to what it was asked"));
    body.assign(200'000, ' ');
    BOOST_TEST(has(call("echo"), "longer than max_message_bytes allows"));
}

BOOST_AUTO_TEST_CASE(c84_a_call_that_is_stopped_is_told_to_the_server)
{
    on_call = [](const http_request&, const question&, responder& to) {
        to.write_head(200, {{"Content-Type", "text/event-stream"}});
        to.write_chunk(": wait\n\n");
        to.wait_closed();
    };
    open(address(url()));
    list();
    std::optional<std::string> answer;
    cancel_source scope;
    begin_call("mcp__s__echo", "{}", scope, answer);
    run_until_seen([&] { return server.requests() == 4u; });
    settle();
    scope.cancel(cancel_reason::interrupted);
    run_until([&] { return answer.has_value(); });
    run_until_seen([&] { return server.requests() == 5u; });
    BOOST_TEST(server.received().at(4).body ==
               R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":3,"reason":"the call was stopped"}})");
    BOOST_TEST(services.left_behind == 0u);
}

BOOST_AUTO_TEST_CASE(a_server_that_nobody_runs)
{
    const codexflow::test::refusing_port nobody;
    open(address(nobody.url()));
    BOOST_TEST(has(list(), "failed: the MCP server 's': "));
}

BOOST_AUTO_TEST_CASE(a_server_without_sessions)
{
    session.clear();
    open(address(url()));
    BOOST_TEST(list() == "mcp__s__echo:once");
    BOOST_TEST(call("echo") == "said");
    close();
    BOOST_TEST(count("DELETE") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
