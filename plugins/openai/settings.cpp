#include "plugins/openai/settings.hpp"

#include "plugins/openai/query_string.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

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

/// Settings that have the names of the wire are passed on as they were written.
template <std::size_t Count>
void pass_on(const json::value& root, const std::array<std::string_view, Count>& names, provider_settings& to)
{
    for (const std::string_view name : names)
    {
        if (root[name].exists())
            to.body.emplace_back(name, root[name].raw());
    }
}

void read_chat(const json::value& root, provider_settings& to)
{
    constexpr std::array<std::string_view, 6> passed = {"temperature",      "top_p",          "seed", "stop",
                                                        "reasoning_effort", "response_format"};
    pass_on(root, passed, to);
    if (root["max_tokens"].exists())
        to.body.emplace_back(to.max_tokens_field, root["max_tokens"].raw());
}

/// What chat completions call response_format: its schema stands one level higher here.
std::string text_format(const json::value& given)
{
    std::string text;
    json_writer out(text);
    out.begin_object().key("format").begin_object();
    for (const json::member m : given.members())
    {
        if (m.name != "json_schema")
            out.raw_member(m.name, m.value.raw());
        for (const json::member inner : m.name == "json_schema" ? m.value.members() : json::value().members())
            out.raw_member(inner.name, inner.value.raw());
    }
    out.end_object().end_object();
    return text;
}

void read_responses(const json::value& root, provider_settings& to)
{
    to.api = interface::responses;
    to.store = root["store"].as_bool().value_or(false);
    to.keep_reasoning = root["keep_reasoning"].as_bool().value_or(root["reasoning_effort"].exists());
    constexpr std::array<std::string_view, 2> passed = {"temperature", "top_p"};
    pass_on(root, passed, to);
    if (root["max_tokens"].exists())
        to.body.emplace_back("max_output_tokens", root["max_tokens"].raw());
    if (root["reasoning_effort"].exists())
        to.body.emplace_back("reasoning", "{\"effort\":" + std::string(root["reasoning_effort"].raw()) +
                                              ",\"summary\":\"auto\"}");
    if (root["response_format"].is_object())
        to.body.emplace_back("text", text_format(root["response_format"]));
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
    if (root["api"].string() == "responses")
        result.path = "/responses";
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

    if (root["api"].string() == "responses")
        read_responses(root, result);
    else
        read_chat(root, result);
    for (const json::member m : root["options"].members())
        result.body.emplace_back(m.name, m.value.raw());
    return result;
}

} // namespace codexflow::openai
