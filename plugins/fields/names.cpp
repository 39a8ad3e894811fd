#include "plugins/fields/names.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>

#include <algorithm>
#include <array>

namespace codexflow::fields {
namespace {

/// Names that by custom hold secrets. "tokens", "max_tokens", "page_token" and the like are not among them.
constexpr std::array<std::string_view, 42> known{
    "password",      "passwd",        "pwd",           "passphrase",    "*_password",      "*_passwd",
    "secret",        "*_secret",      "secrets",       "secret_key",    "*_secret_key",    "client_secret",
    "token",         "access_token",  "refresh_token", "id_token",      "auth_token",      "api_token",
    "bearer_token",  "session_token", "bot_token",     "api_key",       "*_api_key",       "x_api_key",
    "access_key",    "*_access_key",  "private_key",   "*_private_key", "signing_key",     "encryption_key",
    "auth_key",      "account_key",   "shared_key",    "master_key",    "authorization",   "proxy_authorization",
    "cookie",        "set_cookie",    "auth_header",   "webhook_secret", "connection_string", "private_key_pem",
};

[[noreturn]] void refuse(const std::string& what) { throw failure(CFLOW_E_INVALID, what); }

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path)
{
    return std::equal(pattern.begin(), pattern.end(), path.begin(), path.end(),
                      [](const std::string& wanted, const std::string& step) { return wanted == "*" || wanted == step; });
}

} // namespace

names::names(std::string_view settings_json)
{
    json::document document;
    if (!document.parse(settings_json))
        refuse("the settings are no JSON");
    const json::value root = document.root();
    exact_ = root["case"].string() == "exact";
    mode_ = root["mode"].string() == "remove" ? fields::mode::remove : fields::mode::replace;
    if (root["known"].as_bool().value_or(true))
        for (const std::string_view key : known)
            add_key(key);
    for (const json::value one : root["keys"].elements())
    {
        if (one.string().find_first_not_of('*') == std::string_view::npos)
            refuse("keys: '" + std::string(one.string()) + "' is no name");
        add_key(one.string());
    }
    std::size_t number = 0;
    for (const json::value one : root["paths"].elements())
        add_path(one.string(), "paths[" + std::to_string(number++) + "]");
}

void names::add_key(std::string_view key)
{
    if (key.starts_with('*'))
        endings_.push_back(spelt(key.substr(1)));
    else
        keys_.insert(spelt(key));
}

void names::add_path(std::string_view path, const std::string& where)
{
    std::vector<std::string> steps;
    while (true)
    {
        const auto dot = std::min(path.find('.'), path.size());
        const std::string_view step = path.substr(0, dot);
        if (step.empty())
            refuse(where + ": names with dots between are a path, as in user.*.token");
        steps.push_back(step == "*" ? "*" : spelt(step));
        if (dot == path.size())
            break;
        path.remove_prefix(dot + 1);
    }
    paths_.push_back(std::move(steps));
}

std::string names::spelt(std::string_view name) const
{
    if (exact_)
        return std::string(name);
    std::string made;
    for (const char c : name)
        if (c != '_' && c != '-' && c != ' ')
            made += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return made;
}

bool names::secret(const std::vector<std::string>& path) const
{
    const std::string& name = path.back();
    const auto ends = [&](const std::string& ending) { return name.size() > ending.size() && name.ends_with(ending); };
    return keys_.contains(name) || std::any_of(endings_.begin(), endings_.end(), ends) ||
           std::any_of(paths_.begin(), paths_.end(), [&](const auto& one) { return fits(one, path); });
}

} // namespace codexflow::fields
