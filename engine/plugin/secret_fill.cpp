#include "engine/plugin/secret_fill.hpp"

#include "engine/net/url.hpp"
#include "engine/plugin/services.hpp"

namespace codexflow::plugin {
namespace {

constexpr std::string_view opening = "{{secret:";
constexpr std::string_view closing = "}}";

/// @param url where the secret goes; null: into the environment of a child process.
result<std::string> look_up(const host_view& host, const std::string* url, const std::string& name)
{
    const auto found = host.secrets.find(name);
    if (found == host.secrets.end())
        return error(errc::permission_denied, "the plugin '" + host.plugin_id + "' may not use the secret '" + name + "'")
            .with_hint("a plugin may use the secrets its manifest declares and those its settings name");
    if (url != nullptr)
    {
        const auto to = net::parse_url(*url);
        if (!to)
            return to.error();
        if (host.hosts.count(to->host) == 0)
            return error(errc::permission_denied,
                         "the secret '" + name + "' may not be sent to '" + to->host + "'")
                .with_hint("it may go to the hosts that the plugin's manifest declares and to that of its base_url");
    }
    if (found->second.empty())
        return error(errc::unauthenticated, "the secret '" + name + "' is not set")
            .with_hint("export " + name + "=...");
    return found->second;
}

result<std::string> fill(const host_view& host, const std::string* url, std::string_view value)
{
    std::string filled;
    for (;;)
    {
        const auto at = value.find(opening);
        const auto end = at == value.npos ? value.npos : value.find(closing, at);
        if (end == value.npos)
            break;
        const std::string name(value.substr(at + opening.size(), end - at - opening.size()));
        const auto secret = look_up(host, url, name);
        if (!secret)
            return secret.error();
        filled += value.substr(0, at);
        filled += *secret;
        value.remove_prefix(end + closing.size());
    }
    filled += value;
    return filled;
}

} // namespace

result<std::string> fill_secrets(const host_view& host, const std::string& url, std::string_view value)
{
    return fill(host, &url, value);
}

result<std::string> fill_secrets_for_child(const host_view& host, std::string_view value)
{
    return fill(host, nullptr, value);
}

} // namespace codexflow::plugin
