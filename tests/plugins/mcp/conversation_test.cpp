// JSON-RPC and the handshake without a server. The numbers are those of the checklist of wire formats.
#include "plugins/mcp/conversation.hpp"
#include "plugins/mcp/handshake.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow::mcp;
using kind = received::kind;

namespace {

struct fixture
{
    conversation talk;

    /// The only thing that @p message means.
    received one(std::string_view message)
    {
        auto all = talk.receive(message);
        BOOST_REQUIRE(all.size() == 1u);
        return std::move(all.front());
    }
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

std::string told(std::string_view version)
{
    return R"({"protocolVersion":")" + std::string(version) +
           R"(","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}})";
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(conversations, fixture)

BOOST_AUTO_TEST_CASE(requests_get_ids_of_their_own_and_tokens_for_progress)
{
    BOOST_TEST(talk.request("tools/list", "{}").text ==
               R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"progressToken":1}}})");
    BOOST_TEST(talk.request("ping", "").text == R"({"jsonrpc":"2.0","id":2,"method":"ping"})");
    BOOST_TEST(talk.request("tools/call", R"({"name":"x","arguments":{"n":1.0}})").text ==
               R"({"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"x","arguments":{"n":1.0},"_meta":{"progressToken":3}}})");
    BOOST_TEST(conversation::notification("notifications/initialized") ==
               R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
}

BOOST_AUTO_TEST_CASE(answers_belong_to_open_requests_once)
{
    const auto first = talk.request("a", "{}");
    const auto second = talk.request("b", "{}");
    const received late = one(R"({"jsonrpc":"2.0","id":2,"result":{"n":9007199254740993}})");
    BOOST_TEST((late.what == kind::answer));
    BOOST_TEST(late.id == second.id);
    BOOST_TEST(late.answer.result == R"({"n":9007199254740993})");
    BOOST_TEST(!late.answer.error.has_value());
    BOOST_TEST((one(R"({"jsonrpc":"2.0","id":2,"result":{}})").what == kind::stray));
    const received refused = one(R"({"id":1,"error":{"code":-32602,"message":"no\u0007"},"jsonrpc":"2.0"})");
    BOOST_TEST(refused.id == first.id);
    BOOST_REQUIRE(refused.answer.error.has_value());
    BOOST_TEST(refused.answer.error->code == -32602);
    BOOST_TEST(refused.answer.error->message == "no\xEF\xBF\xBD");
}

BOOST_AUTO_TEST_CASE(c82_what_the_server_asks_is_answered_with_its_own_ids)
{
    BOOST_TEST(one(R"({"jsonrpc":"2.0","id":0,"method":"ping"})").text == R"({"jsonrpc":"2.0","id":0,"result":{}})");
    BOOST_TEST(one(R"({"jsonrpc":"2.0","id":"s-1","method":"ping"})").text == R"({"jsonrpc":"2.0","id":"s-1","result":{}})");
    const received no = one(R"({"jsonrpc":"2.0","id":1,"method":"sampling/createMessage","params":{}})");
    BOOST_TEST((no.what == kind::reply));
    BOOST_TEST(no.text ==
               R"({"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"this client does not serve sampling/createMessage"}})");
    BOOST_TEST(has(one(R"({"jsonrpc":"2.0","id":2,"method":"roots/list"})").text, "-32601"));
}

BOOST_AUTO_TEST_CASE(c82_roots_are_told_where_there_are_some)
{
    conversation with({"file:///work/a%20b"});
    const auto all = with.receive(R"({"jsonrpc":"2.0","id":7,"method":"roots/list"})");
    BOOST_REQUIRE(all.size() == 1u);
    BOOST_TEST(all[0].text == R"({"jsonrpc":"2.0","id":7,"result":{"roots":[{"uri":"file:///work/a%20b"}]}})");
}

BOOST_AUTO_TEST_CASE(c82_a_cancelled_request_is_closed_and_told)
{
    const auto asked = talk.request("tools/call", "{}");
    const auto note = talk.cancel(asked.id, "not wanted any more");
    BOOST_REQUIRE(note.has_value());
    BOOST_TEST(*note == R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"not wanted any more"}})");
    BOOST_TEST(!talk.cancel(asked.id, "").has_value());
    BOOST_TEST((one(R"({"jsonrpc":"2.0","id":1,"result":{}})").what == kind::stray)); // the late answer
    BOOST_TEST((one(R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":2}})").what ==
                kind::notice)); // late progress
}

BOOST_AUTO_TEST_CASE(c83_garbage_is_passed_over)
{
    talk.request("a", "{}");
    for (const char* line : {"Server started on stdio", "{\"jsonrpc\":\"2.0\"", "[]", "5", "null", "{}", R"({"level":"info","id":1,"result":{}})",
                             R"({"jsonrpc":"2.0","id":1})", R"({"jsonrpc":"2.0","id":99,"result":{}})",
                             R"({"jsonrpc":"2.0","id":"1","result":{}})", R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse"}})",
                             R"({"jsonrpc":"2.0","id":1.5,"result":{}})", "\xFF\xFE\x01"})
        BOOST_TEST_CONTEXT(line)
            for (const received& each : talk.receive(line))
                BOOST_TEST((each.what == kind::stray));
    BOOST_TEST(talk.is_open(1));
    BOOST_TEST((one(R"({"jsonrpc":"2.0","id":1,"result":{}})").what == kind::answer));
}

BOOST_AUTO_TEST_CASE(c83_what_is_repeated_of_garbage_is_short_and_readable)
{
    const received one_line = one(std::string(100'000, 'x') + "\x1b[31m");
    BOOST_TEST(one_line.text.size() < 300u);
    BOOST_TEST(one("a\x1b[31m\nb").text == "a line that is not JSON: a\xEF\xBF\xBD[31m b");
}

BOOST_AUTO_TEST_CASE(a_batch_means_several_things)
{
    talk.request("a", "{}");
    const auto all = talk.receive(R"([{"jsonrpc":"2.0","id":1,"result":{}},{"jsonrpc":"2.0","id":0,"method":"ping"},)"
                                  R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"},7])");
    BOOST_REQUIRE(all.size() == 4u);
    BOOST_TEST((all[0].what == kind::answer));
    BOOST_TEST((all[1].what == kind::reply));
    BOOST_TEST((all[2].what == kind::tools_changed));
    BOOST_TEST((all[3].what == kind::stray));
    std::string many = "[0";
    for (int i = 0; i != 5000; ++i)
        many += ",0";
    BOOST_TEST(talk.receive(many + "]").size() == 1001u);
}

BOOST_AUTO_TEST_CASE(c82_revisions_are_negotiated)
{
    BOOST_TEST(has(greeting(false), R"("protocolVersion":"2025-11-25","capabilities":{})"));
    BOOST_TEST(has(greeting(true), R"("capabilities":{"roots":{}})"));
    for (const char* revision : {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"})
    {
        const welcome got = read_welcome(told(revision));
        BOOST_TEST(got.fault == "");
        BOOST_TEST(got.revision == revision);
        BOOST_TEST(got.has_tools);
    }
    BOOST_TEST(read_welcome(told("2026-07-28")).fault ==
               "it speaks the revision '2026-07-28' of MCP, this program 2024-11-05 to 2025-11-25");
    for (const char* nonsense : {"{}", "[]", "5", R"({"protocolVersion":5})"})
        BOOST_TEST(read_welcome(nonsense).fault == "its answer to initialize is not as MCP says");
    BOOST_TEST(!read_welcome(R"({"protocolVersion":"2025-11-25"})").has_tools);
}

BOOST_AUTO_TEST_SUITE_END()
