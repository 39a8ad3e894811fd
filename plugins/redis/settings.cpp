#include "plugins/redis/settings.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

namespace codexflow::redis {
namespace {

std::string variable(std::string_view name)
{
    const char* value = std::getenv(std::string(name).c_str());
    return value == nullptr ? std::string() : std::string(value);
}

/// "7d": the host has checked the form (format "duration"); capital letters are the original's.
std::optional<std::chrono::milliseconds> duration(std::string_view text)
{
    std::int64_t count = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (fault != std::errc() || count < 0)
        return std::nullopt;
    using namespace std::chrono;
    if (unit == "ms")
        return milliseconds(count);
    if (unit == "s" || unit == "S")
        return seconds(count);
    if (unit == "m" || unit == "M")
        return minutes(count);
    if (unit == "h" || unit == "H")
        return hours(count);
    if (unit == "d" || unit == "D")
        return days(count);
    return std::nullopt;
}

std::chrono::milliseconds duration_of(const json::value& from, std::string_view name, std::chrono::milliseconds usual)
{
    if (!from[name].exists())
        return usual;
    const auto read = duration(from[name].string());
    if (!read || *read < std::chrono::milliseconds(1))
        throw failure(CFLOW_E_INVALID, std::string(name) + " is no length of time such as 30s, 10m or 7d").kind("invalid_request");
    return *read;
}

address address_of(const json::value& from)
{
    const std::string_view given = from["url"].string();
    if (given.empty())
    {
        const json::value named = from["url_env"];
        const std::string hidden = variable(named.exists() ? named.string() : "MEM_REDIS_URL");
        return hidden.empty() ? address() : read_address(hidden);
    }
    address made = read_address(given);
    if (!made.password.empty())
        throw failure(CFLOW_E_INVALID, "memory.url holds a password, which would be written wherever settings are")
            .kind("invalid_request")
            .hint("leave it out and put it in the variable MEM_REDIS_PASSWORD, or the whole address in one that url_env names");
    return made;
}

} // namespace

redis_settings read_redis_settings(std::string_view json)
{
    json::document document;
    if (!document.parse(json) || !document.root().is_object())
        throw failure(CFLOW_E_INVALID, "the settings of the memory are not a JSON object").kind("invalid_request");
    const json::value root = document.root();
    redis_settings made;
    made.server = address_of(root);
    if (root["username"].is_string())
        made.server.username = root["username"].string();
    if (const std::string password = variable(root["password_env"].exists() ? root["password_env"].string() : "MEM_REDIS_PASSWORD");
        !password.empty())
        made.server.password = password;
    if (root["prefix"].is_string())
        made.prefix = root["prefix"].string();
    made.max_window = root["max_window"].as_int64().value_or(made.max_window);
    made.timeout = duration_of(root, "timeout", made.timeout);
    const auto ttl = duration_of(root, "ttl_default", made.ttl_default);
    made.ttl_default = std::max(std::chrono::ceil<std::chrono::seconds>(ttl), std::chrono::seconds(1));
    return made;
}

} // namespace codexflow::redis
