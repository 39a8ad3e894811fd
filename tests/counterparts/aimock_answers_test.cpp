// aimock's answers in all four interfaces, each read by the program and by the vendor's own client.
#include "tests/counterparts/needs.hpp"
#include "tests/counterparts/question.hpp"
#include "tests/counterparts/reference_client.hpp"
#include "tests/counterparts/servers.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>

using namespace codexflow::test;

namespace {

const char* const fixtures = R"json(
{"match":{"userMessage":"plain"},"response":{"content":"Hello from the mock, in more than one piece.","usage":{"prompt_tokens":7,"completion_tokens":5}}},
{"match":{"userMessage":"emoji"},"response":{"content":"Gr\u00fc\u00dfe \ud83c\udf0d, \ud83d\udc69\u200d\ud83d\udcbb \u65e5\u672c \ud835\udd04!","usage":{"prompt_tokens":7,"completion_tokens":5}},"chunkSize":1},
{"match":{"userMessage":"tools"},"response":{"toolCalls":[
    {"id":"call_a","name":"look","arguments":"{\"at\":\"north \\ud83c\\udf0d\"}"},
    {"id":"call_b","name":"count","arguments":"{\"n\":2,\"of\":[1,{\"x\":null}]}"}],"usage":{"prompt_tokens":7,"completion_tokens":5}},"chunkSize":3},
{"match":{"userMessage":"both"},"response":{"content":"I will look.","toolCalls":[
    {"id":"call_c","name":"look","arguments":"{}"}],"usage":{"prompt_tokens":7,"completion_tokens":5}}},
{"match":{"userMessage":"think"},"response":{"content":"The answer is 42.","reasoning":"Six times seven.","usage":{"prompt_tokens":7,"completion_tokens":5}}},
{"match":{"userMessage":"comments"},"response":{"content":"Behind a comment.","usage":{"prompt_tokens":7,"completion_tokens":5}},"openRouterProcessing":true},
{"match":{"userMessage":"length"},"response":{"content":"It was cut","finishReason":"length","usage":{"prompt_tokens":7,"completion_tokens":5}}},
{"match":{"userMessage":"broke"},"response":{"error":{"message":"the mock is out of order","type":"server_error"},"status":500}},
{"match":{"userMessage":"forbidden"},"response":{"error":{"message":"not for you","type":"permission_error"},"status":403}}
)json";

struct world
{
    aimock server{fixtures};
    reference_client reference;

    told ours(const interface& api, const std::string& text, std::vector<std::string> flags = {}) const
    {
        flags.insert(flags.end(), {"--retries", "0"});
        return ask({api, server.url(), text, api.plugin == std::string("ollama") ? "" : "api_key_env: SOME_KEY",
                    {{"SOME_KEY", "some-key"}}, std::move(flags)});
    }
};

/// Where the program is meant to understand something else than the client does.
struct known
{
    const char* api;
    const char* text;
    const char* differs;
    const char* reason;
};

const known table[] = {
    {"responses", "length", "finish", "aimock leaves out incomplete_details: the client has no reason, we take its status for it"},
    {"ollama", "think", "reasoning", "aimock calls it reasoning_content, which only we read beside Ollama's thinking"},
};

std::string expected_difference(const interface& api, const std::string& text)
{
    for (const known& one : table)
        if (api.name == std::string(one.api) && text == one.text)
            return one.differs;
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(aimock_answers, *needs_packages())

BOOST_FIXTURE_TEST_CASE(the_official_clients_understand_the_same, world)
{
    for (const interface& api : interfaces)
        for (const char* text : {"plain", "emoji", "tools", "both", "think", "length", "broke", "forbidden"})
            BOOST_TEST_CONTEXT(api.name << ", " << text)
            {
                const model_answer theirs = reference.ask(api, server.url(), text);
                const model_answer mine = ours(api, text).answer;
                BOOST_TEST(differences(mine, theirs) == expected_difference(api, text),
                           "ours: " << describe(mine) << "\ntheirs: " << describe(theirs));
            }
}

BOOST_FIXTURE_TEST_CASE(chat_completions_as_openrouter_has_them, world)
{
    const interface openrouter{"chat", "openai", "/api/v1", "", "/api/v1/chat/completions"};
    for (const char* text : {"plain", "tools", "both", "think", "comments", "length"})
        BOOST_TEST_CONTEXT(text)
        {
            const model_answer theirs = reference.ask(openrouter, server.url(), text);
            const model_answer mine = ours(openrouter, text).answer;
            BOOST_TEST(differences(mine, theirs) == "", "ours: " << describe(mine) << "\ntheirs: " << describe(theirs));
            BOOST_TEST(server.journal().back().path == openrouter.path);
        }
    BOOST_TEST(ours(openrouter, "comments").answer.text == "Behind a comment."); // it starts with one
}

BOOST_FIXTURE_TEST_CASE(what_they_say_is_what_the_mock_was_told, world)
{
    for (const interface& api : interfaces)
        BOOST_TEST_CONTEXT(api.name)
        {
            const bool ollama = api.plugin == std::string("ollama");
            told plain = ours(api, "plain");
            BOOST_TEST(plain.end.status == 0, plain.end.err);
            BOOST_TEST(plain.answer.text == "Hello from the mock, in more than one piece.");
            const std::size_t pieces = plain.log->count("chunk");
            BOOST_TEST((pieces >= 1 && pieces <= 3)); // twenty characters each; those that come together are one event
            BOOST_TEST(plain.answer.finish == "stop");
            BOOST_TEST(plain.answer.usage == (ollama ? "0/0" : "7/5"));
            const model_answer tools = ours(api, "tools").answer;
            BOOST_TEST(calls_of(tools) == R"~(look {"at":"north 🌍"}; count {"n":2,"of":[1,{"x":null}]})~");
            BOOST_TEST(tools.finish == "tool_calls");
            BOOST_TEST_REQUIRE(tools.calls.size() == 2u);
            BOOST_TEST((tools.calls[0].id != tools.calls[1].id)); // made here where the mock has none
            BOOST_TEST((ollama || tools.calls[0].id == "call_a"));
            const model_answer both = ours(api, "both").answer;
            BOOST_TEST(both.text == "I will look.");
            BOOST_TEST(calls_of(both) == "look {}");
            const model_answer think = ours(api, "think").answer;
            BOOST_TEST(think.text == "The answer is 42.");
            BOOST_TEST(think.reasoning == "Six times seven.");
            BOOST_TEST(ours(api, "length").answer.finish == (ollama ? "stop" : "length"));
        }
}

BOOST_FIXTURE_TEST_CASE(whole_answers_say_the_same_as_streams, world)
{
    for (const interface& api : interfaces)
        for (const char* text : {"plain", "emoji", "tools", "both", "think", "length"})
            BOOST_TEST_CONTEXT(api.name << ", " << text)
            {
                const model_answer streamed = ours(api, text).answer;
                const model_answer whole = ours(api, text, {"--no-stream"}).answer;
                BOOST_TEST(server.journal().back().body.find("\"stream\":true") == std::string::npos);
                BOOST_TEST(describe(whole) == describe(streamed));
            }
}

BOOST_FIXTURE_TEST_CASE(wire_72_half_characters_in_pieces_of_one, world)
{
    for (const interface& api : interfaces)
        BOOST_TEST_CONTEXT(api.name)
        {
            const told all = ours(api, "emoji");
            BOOST_TEST(all.end.status == 0, all.end.err);
            BOOST_TEST(all.answer.text == "Grüße 🌍, 👩‍💻 日本 𝔄!");
        }
}

BOOST_FIXTURE_TEST_CASE(wire_40_an_error_that_is_an_object_and_reasoning_under_another_name, world)
{
    const told broke = ours(interface_called("ollama"), "broke");
    BOOST_TEST(broke.end.status == 69);
    BOOST_TEST(broke.error_kind() == "unavailable/server");
    BOOST_TEST(broke.answer.error.find("HTTP 500: the mock is out of order") != std::string::npos, broke.answer.error);
    const told think = ours(interface_called("ollama"), "think");
    BOOST_TEST(think.end.status == 0, think.end.err);
    BOOST_TEST(think.answer.text == "The answer is 42.");
    BOOST_TEST(think.answer.reasoning == "Six times seven.");
}

BOOST_FIXTURE_TEST_CASE(wire_41_a_server_that_tells_nothing_of_its_models, world)
{
    const told all = ask({interface_called("ollama"), server.url(), "plain", "probe: true"});
    BOOST_TEST(all.end.status == 0, all.end.err);
    BOOST_TEST(all.answer.text == "Hello from the mock, in more than one piece.");
    BOOST_TEST(server.journal().back().path == "/api/chat");
}

BOOST_FIXTURE_TEST_CASE(wire_86_what_was_asked, world)
{
    for (const interface& api : interfaces)
        BOOST_TEST_CONTEXT(api.name)
        {
            ours(api, "plain");
            const aimock::request seen = server.journal().back();
            BOOST_TEST(seen.path == api.path);
            BOOST_TEST(seen.body.find("some-key") == std::string::npos);
            for (const char* part : {"\"model\":\"scripted-1\"", "\"content\":\"plain\"", "\"stream\":true"})
                BOOST_TEST(seen.body.find(part) != std::string::npos, seen.body << " lacks " << part);
        }
}

BOOST_AUTO_TEST_SUITE_END()
