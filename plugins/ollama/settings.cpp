#include "plugins/ollama/settings.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>

#include <algorithm>
#include <cstdint>

namespace codexflow::ollama {
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
    read_limit(root["first_byte_timeout"], result.first_byte);
    read_limit(root["idle_timeout"], result.idle);
    for (const std::string_view name : {"options", "think", "keep_alive", "format"})
    {
        if (root[name].exists()) // they have the names and the values of the wire
            result.body.emplace_back(name, root[name].raw());
    }
    return result;
}

} // namespace codexflow::ollama
