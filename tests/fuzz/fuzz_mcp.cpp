// What a server of MCP sends: any message is read; what is said of it is short and readable; a schema that is let
// through does not bring down the validator of the engine.
#include "engine/gateway/argument_schema.hpp"
#include "plugins/mcp/conversation.hpp"
#include "plugins/mcp/definition.hpp"
#include "plugins/mcp/handshake.hpp"
#include "plugins/mcp/pins.hpp"
#include "plugins/mcp/result_text.hpp"
#include "tests/fuzz/fuzz_target.hpp"

#include <codexflow/utf8.hpp>

#include <string>

namespace {

using namespace codexflow;
using fuzz::require;

void converse(std::string_view text)
{
    mcp::conversation talk({"file:///r"});
    talk.request("a", "{}");
    for (const mcp::received& each : talk.receive(text))
    {
        json::document reply;
        if (each.what == mcp::received::kind::reply)
            require(reply.parse(each.text), "a reply is JSON");
        else
            require(each.text.size() < 1000, "what is told of a message is short");
        if (each.what == mcp::received::kind::answer)
            require(each.id == 1 && !talk.is_open(1), "an answer is one of an open request, and ends it");
    }
}

void use_tools(std::string_view text)
{
    mcp::pins known;
    const mcp::listing page = mcp::read_listing(text);
    for (const mcp::definition& tool : page.tools)
    {
        require(utf8::valid_prefix(tool.description) == tool.description.size(), "a description is UTF-8");
        known.add(tool);
        if (!tool.unusable.empty())
            continue;
        const auto compiled = gateway::argument_schema::compile(tool.parameters);
        require(compiled.has_value(), "a schema that is let through is one");
        for (const char* arguments : {"{}", R"({"a":1})", R"({"a":{"a":[{"a":"b"},null]},"b":"aaaa"})"})
            static_cast<void>(compiled->check(arguments));
    }
    mcp::pins again;
    require(again.read(known.text("s")).empty(), "what is pinned can be read again");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const fuzz::exact_copy copy(std::string_view(reinterpret_cast<const char*>(data), size));
    converse(copy.view());
    use_tools(copy.view());
    static_cast<void>(mcp::read_welcome(copy.view()));
    const tool_result told = mcp::result_text("s", copy.view());
    json::document document;
    require(document.parse(std::string_view(told.details.empty() ? "{}" : told.details)), "details are JSON");
    mcp::pins file;
    static_cast<void>(file.read(copy.view()));
    return 0;
}
