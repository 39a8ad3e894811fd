#include "tests/counterparts/reference_client.hpp"

#include "tests/counterparts/needs.hpp"
#include "tests/support/provider_replies.hpp"

#include <algorithm>
#include <stdexcept>

namespace codexflow::test {
namespace {

command clients()
{
    command what;
    what.program = "node";
    what.arguments = {(packages_folder() / "reference.mjs").string()};
    what.keep_input_open = true;
    for (const char* name : {"NODE_OPTIONS", "http_proxy", "HTTP_PROXY", "OPENAI_API_KEY", "OPENAI_BASE_URL",
                             "OPENAI_ORG_ID", "OPENAI_LOG", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN",
                             "ANTHROPIC_BASE_URL", "ANTHROPIC_LOG", "OLLAMA_HOST"})
        what.environment[name] = std::nullopt;
    return what;
}

} // namespace

reference_client::reference_client() : program_(clients()) {}

model_answer reference_client::ask(const interface& api, const std::string& server, const std::string& text)
{
    // The anthropic client puts /v1 behind its base itself, as our plugin does.
    program_.write("{\"id\":" + std::to_string(++asked_) + ",\"api\":" + json_string(api.name) + ",\"base_url\":" +
                   json_string(server + api.below) + ",\"key\":\"some-key\",\"text\":" + json_string(text) + "}\n");
    const auto lines = [&](const std::string& all) { return std::count(all.begin(), all.end(), '\n') >= asked_; };
    if (!program_.read_until(stream::out, lines))
        throw std::runtime_error("reference.mjs gave no answer: " + program_.text(stream::err));
    std::string all = program_.text(stream::out);
    all.pop_back();
    const std::string line = all.substr(all.rfind('\n') + 1);
    json::document doc;
    if (!doc.parse(line) || doc.root()["id"].as_uint64() != asked_)
        throw std::runtime_error("reference.mjs answered something else: " + all);
    return from_reference(doc.root());
}

} // namespace codexflow::test
