#pragma once

#include "tests/counterparts/counterpart.hpp"

#include <codexflow/json.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  The servers, each with what a test tells it to do. */
namespace codexflow::test {

/// @copilotkit/aimock: chat completions, Responses, Messages and Ollama's API from one list of fixtures.
class aimock : public counterpart
{
public:
    /** @param fixtures The members of its list of fixtures, in JSON: `{"match": .., "response": ..}, ..`
     *  @param keys With keys of that list (commas between them) only; empty: without any. */
    explicit aimock(std::string_view fixtures, const std::string& keys = "");

    /// One request for an answer, as it has written it down.
    struct request
    {
        std::string path;
        std::int64_t ms = 0; ///< When it came, in the server's own time.
        int status = 0;      ///< What it got.
        std::string body;
    };
    /// Those that came so far, in their order.
    std::vector<request> journal() const;
};

/// @dwmkerr/mock-llm: chat completions by rules. @p rules is the YAML list below `rules:`.
struct mock_llm : counterpart
{
    explicit mock_llm(std::string_view rules);
};

/// openai-mock-api: chat completions by conversations; listens on all addresses of the machine.
/// @p responses is the YAML list below `responses:`; its key is "right".
struct openai_mock_api : counterpart
{
    explicit openai_mock_api(std::string_view responses);
};

/// server-everything by Streamable HTTP, at /mcp; listens on all addresses of the machine.
struct server_everything : counterpart
{
    server_everything();
};

/// nginx with one server. @p locations go into it; @p outside around it.
struct nginx : counterpart
{
    explicit nginx(const std::string& locations, const std::string& outside = "");
};

/// tinyproxy. @p more are further lines of its configuration.
struct tinyproxy : counterpart
{
    explicit tinyproxy(const std::string& more = "");
};

} // namespace codexflow::test
