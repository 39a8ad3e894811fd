#include "tests/system/run/scripted_model.hpp"

#include "tests/support/provider_replies.hpp"

#include <codexflow/json.hpp>

namespace codexflow::test {
namespace {

bool send(responder& back, const std::vector<std::string>& pieces)
{
    for (const std::string& piece : pieces)
        if (!back.write_chunk(piece))
            return false;
    return back.finish();
}

std::vector<std::string> echo_of(const http_request& request) { return {"You ", "asked: ", asked(request)}; }

} // namespace

std::string asked(const http_request& request)
{
    json::document body;
    if (!body.parse(request.body))
        return "(no JSON)";
    std::string text;
    for (const json::value message : body.root()["messages"].elements())
        if (message["role"].string() == "user")
            text = message["content"].string();
    return text;
}

bool begin_openai(responder& back)
{
    return back.write_head(200, {{"Content-Type", "text/event-stream"}, {"x-request-id", "req-1"}});
}

bool begin_ollama(responder& back)
{
    return back.write_head(200, {{"Content-Type", "application/x-ndjson"}});
}

bool answer_openai(responder& back, const std::vector<std::string>& deltas)
{
    return begin_openai(back) && send(back, openai::stream(deltas));
}

bool answer_ollama(responder& back, const std::vector<std::string>& deltas)
{
    return begin_ollama(back) && send(back, ollama::stream(deltas));
}

void echo_openai(const http_request& request, responder& back) { answer_openai(back, echo_of(request)); }

void echo_ollama(const http_request& request, responder& back) { answer_ollama(back, echo_of(request)); }

void echo_anthropic(const http_request& request, responder& back)
{
    begin_openai(back) && send(back, anthropic::stream(echo_of(request)));
}

} // namespace codexflow::test
