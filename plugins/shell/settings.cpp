#include "plugins/shell/settings.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>

#include <algorithm>
#include <cstdint>

namespace codexflow::shell {
namespace {

void read_seconds(const json::value& from, std::chrono::milliseconds& to)
{
    if (const auto seconds = from.as_double())
        to = std::chrono::milliseconds(static_cast<std::int64_t>(*seconds * 1000));
}

} // namespace

shell_settings read_settings(std::string_view json)
{
    json::document document;
    if (!document.parse(json))
        throw failure(CFLOW_E_INVALID, "the settings are not JSON");
    const json::value root = document.root();
    shell_settings made;
    made.scripts = root["scripts"].as_bool().value_or(made.scripts);
    read_seconds(root["max_timeout"], made.max_timeout);
    made.timeout = std::min(made.timeout, made.max_timeout);
    read_seconds(root["timeout"], made.timeout);
    if (made.timeout > made.max_timeout)
        throw failure(CFLOW_E_INVALID, "the setting 'timeout' is longer than 'max_timeout'")
            .kind("invalid_request")
            .hint("raise max_timeout, or lower timeout");
    if (const auto bytes = root["max_output"].as_int64())
        made.max_output = static_cast<std::size_t>(*bytes);
    for (const json::value each : root["pass_env"].elements())
        made.pass_env.emplace_back(each.string());
    return made;
}

} // namespace codexflow::shell
