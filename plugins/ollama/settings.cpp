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
    read_limit(root["no_progress_timeout"], result.no_progress);
    result.max_line_bytes = root["max_line_bytes"].as_uint64().value_or(result.max_line_bytes);
    result.probe = root["probe"].as_bool().value_or(true);
    result.min_num_ctx = root["min_num_ctx"].as_uint64().value_or(result.min_num_ctx);
    result.max_num_ctx = root["max_num_ctx"].as_uint64().value_or(result.max_num_ctx);

    // What follows has the names and the values of the wire.
    for (const json::member m : root["options"].members())
        result.options.emplace_back(m.name, m.value.raw());
    result.num_ctx = root["options"]["num_ctx"].as_uint64();
    result.num_predict = root["options"]["num_predict"].as_uint64();
    result.think = root["think"].raw();
    for (const std::string_view name : {"keep_alive", "format"})
    {
        if (root[name].exists())
            result.body.emplace_back(name, root[name].raw());
    }
    return result;
}

} // namespace codexflow::ollama
