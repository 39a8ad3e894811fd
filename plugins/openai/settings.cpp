#include "plugins/openai/settings.hpp"

#include "plugins/openai/query_string.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace codexflow::openai {
namespace {

void read_text(const json::value& from, std::string& to)
{
    if (from.is_string())
        to = from.string();
}

void read_limit(const json::value& seconds, std::chrono::milliseconds& to)
{
    constexpr double longest = 24.0 * 3600;
    if (const auto number = seconds.as_double(); number && *number > 0)
        to = std::chrono::milliseconds(static_cast<std::int64_t>(std::min(*number, longest) * 1000));
}

/// The header for the key: a scheme by its name, or a header of the user's own that holds the bare key.
void read_auth(const json::value& root, provider_settings& to)
{
    const std::string_view scheme = root["auth_scheme"].string();
    if (scheme == "api-key" || scheme == "x-api-key" || scheme == "none")
    {
        to.auth_header = scheme == "none" ? "" : scheme;
        to.auth_prefix.clear();
    }
    if (const std::string_view own = root["auth_header"].string(); !own.empty())
    {
        to.auth_header = own;
        to.auth_prefix.clear();
    }
}

} // namespace

provider_settings read_settings(std::string_view json)
{
    json::document document;
    if (!document.parse(json) || !document.root().is_object())
        throw failure(CFLOW_E_INVALID, "the settings of the provider are not a JSON object");
    const json::value root = document.root();

    provider_settings result;
    read_text(root["base_url"], result.base_url);
    while (result.base_url.ends_with('/'))
        result.base_url.pop_back();
    read_text(root["model"], result.model);
    read_text(root["api_key_env"], result.api_key_env);
    read_text(root["path"], result.path);
    for (const json::member m : root["query"].members())
        append_parameter(result.query, m.name, m.value.is_string() ? m.value.string() : m.value.raw());
    read_auth(root, result);
    result.max_line_bytes = root["max_line_bytes"].as_uint64().value_or(result.max_line_bytes);
    read_limit(root["no_progress_timeout"], result.no_progress);
    read_text(root["max_tokens_field"], result.max_tokens_field);
    result.stream_usage = root["stream_usage"].as_bool().value_or(true);
    read_limit(root["first_byte_timeout"], result.first_byte);
    read_limit(root["idle_timeout"], result.idle);
    for (const json::member m : root["headers"].members())
        result.headers.emplace_back(m.name, m.value.string());

    // Sampling settings have the names of the wire, so they are passed on as they were written.
    constexpr std::array<std::string_view, 6> passed = {"temperature",      "top_p",          "seed", "stop",
                                                        "reasoning_effort", "response_format"};
    for (const std::string_view name : passed)
    {
        if (root[name].exists())
            result.body.emplace_back(name, root[name].raw());
    }
    if (root["max_tokens"].exists())
        result.body.emplace_back(result.max_tokens_field, root["max_tokens"].raw());
    for (const json::member m : root["options"].members())
        result.body.emplace_back(m.name, m.value.raw());
    return result;
}

} // namespace codexflow::openai
