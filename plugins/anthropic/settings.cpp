#include "plugins/anthropic/settings.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>

#include <algorithm>
#include <cstdint>

namespace codexflow::anthropic {
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

/// The header takes several names, with commas between them.
std::string read_beta(const json::value& given)
{
    std::string names(given.string());
    for (const json::value name : given.elements())
    {
        if (!names.empty())
            names += ',';
        names += name.string();
    }
    return names;
}

} // namespace

std::string provider_settings::url(std::string_view path) const
{
    std::string result = base_url;
    if (!result.ends_with("/v1"))
        result += "/v1";
    return result.append(path);
}

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
    read_text(root["version"], result.version);
    result.beta = read_beta(root["beta"]);
    result.bearer = root["auth_scheme"].string() == "bearer";
    result.max_line_bytes = root["max_line_bytes"].as_uint64().value_or(result.max_line_bytes);
    if (root["max_tokens"].as_uint64())
        result.max_tokens = root["max_tokens"].raw();
    read_limit(root["first_byte_timeout"], result.first_byte);
    read_limit(root["idle_timeout"], result.idle);
    read_limit(root["no_progress_timeout"], result.no_progress);
    for (const json::member m : root["headers"].members())
        result.headers.emplace_back(m.name, m.value.string());
    for (const std::string_view name : {"temperature", "top_p", "top_k", "stop_sequences", "thinking"})
    {
        if (root[name].exists()) // they have the names and the values of the wire
            result.body.emplace_back(name, root[name].raw());
    }
    for (const json::member m : root["options"].members())
        result.body.emplace_back(m.name, m.value.raw());
    return result;
}

} // namespace codexflow::anthropic
