// Recorded answers, which live outside the repository: what the program makes of each of them is held
// against what the vendor's own client makes of the same bytes.
#include "tests/counterparts/needs.hpp"
#include "tests/counterparts/question.hpp"
#include "tests/counterparts/reference_client.hpp"
#include "tests/support/loopback_server.hpp"
#include "tests/support/wire_data.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <map>

using namespace codexflow::test;

namespace {

struct known
{
    const char* differs;
    const char* reason;
};

/// Where the two are meant to differ, and why. Whatever is not in here is to be the same.
const std::map<std::string, known, std::less<>> table{
    {"openai/deepseek-parallel-one-cut",
     {"calls", "the turn was cut by its length, with half of a call's arguments: none of its calls may run"}},
    {"openai/kimi-id-repeated-no-finish", {"finish", "no finish ever comes: the calls and the end mark say it"}},
    {"openai/llamabox-error-field", {"error", "the error is in a field called error, which the client does not read"}},
    {"openai/mistral-content-array", {"text reasoning", "the client gives content as it is, a list of objects"}},
    {"anthropic/max-tokens-partial-json", {"error", "the client drops the last event, which has no blank line behind it"}},
    {"anthropic/tool-use-no-final-blank", {"calls error", "the same; all of the answer is there"}},
};

/// By the recording's path: one provider's folder holds recordings of more than one interface.
const interface* interface_of(const wire_entry& entry)
{
    const std::string_view path = entry.entry["http"]["path"].string();
    for (const interface& api : interfaces)
    {
        const std::string_view end = std::string_view(api.path).substr(api.below == std::string_view("/v1") ? 3 : 0);
        if (path.substr(0, path.find('?')).ends_with(end))
            return &api;
    }
    return nullptr;
}

/// A server that gives everybody the recorded answer.
loopback_server::handler replay(const wire_entry& entry)
{
    return [&entry](const http_request&, responder& back) {
        const codexflow::json::value http = entry.entry["http"];
        std::string content_type;
        header_list more;
        for (const codexflow::json::member one : http["headers"].members())
        {
            if (one.name == "content-type")
                content_type = one.value.string();
            else if (one.name != "content-length" && one.name != "transfer-encoding" && one.name != "connection")
                more.emplace_back(one.name, one.value.string());
        }
        back.reply(static_cast<int>(http["status"].as_int64().value_or(200)), entry.body, content_type, more);
    };
}

void compare(reference_client& reference, const wire_entry& entry, const interface& api)
{
    loopback_server server(replay(entry));
    const model_answer theirs = reference.ask(api, server.url(), "hello");
    const model_answer ours = ask({api, server.url(), "hello", "", {}, {"--retries", "0"}}).answer;
    const auto found = table.find(entry.id);
    BOOST_TEST(differences(ours, theirs) == (found == table.end() ? "" : found->second.differs),
               "ours: " << describe(ours) << "\ntheirs: " << describe(theirs));
}

} // namespace

BOOST_AUTO_TEST_SUITE(transcripts, *needs_packages() * needs_recordings())

BOOST_AUTO_TEST_CASE(the_official_clients_understand_the_same)
{
    reference_client reference;
    std::size_t compared = 0;
    for (const char* kind : {"stream", "error_response"})
    {
        const wire_data all("", kind);
        for (const wire_entry& entry : all)
            if (const interface* api = interface_of(entry); api != nullptr)
                BOOST_TEST_CONTEXT(entry.id)
                {
                    compare(reference, entry, *api);
                    ++compared;
                }
    }
    BOOST_TEST_MESSAGE(compared << " recordings were compared");
    BOOST_TEST(compared > 40u);
}

BOOST_AUTO_TEST_SUITE_END()
