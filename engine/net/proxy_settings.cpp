#include "engine/net/proxy_settings.hpp"

#include "engine/base/text.hpp"

#include <boost/url/parse.hpp>

#include <openssl/evp.h>

#include <array>

namespace codexflow::net {
namespace {

using variables = std::map<std::string, std::string>;
constexpr std::string_view scheme_of_basic = "Basic ";

/// The first of these variables that is set, be it to nothing.
template <class Names> std::string first_set(const variables& environment, const Names& names)
{
    for (const char* name : names)
        if (const auto found = environment.find(name); found != environment.end())
            return std::string(trim(found->second));
    return {};
}

std::string basic_credentials(const std::string& user, const std::string& password)
{
    const std::string plain = user + ':' + password;
    std::string encoded(4 * ((plain.size() + 2) / 3) + 1, '\0'); // with the terminator OpenSSL writes
    const int size = ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                       reinterpret_cast<const unsigned char*>(plain.data()),
                                       static_cast<int>(plain.size()));
    encoded.resize(static_cast<std::size_t>(size));
    return std::string(scheme_of_basic) + encoded;
}

std::string with_scheme(const std::string& text)
{
    return text.find("://") == text.npos ? "http://" + text : text;
}

error bad_proxy(const url& to, std::string_view why)
{
    const std::string scheme = to.tls ? "https" : "http";
    return error(errc::invalid_argument,
                 "the proxy for " + scheme + " URLs is not usable: " + std::string(why))
        .with_phase("proxy")
        .with_hint("write " + scheme +
                   "_proxy as http://host:port or http://user:password@host:port, or list " + to.host +
                   " in no_proxy");
}

result<proxy_server> read_proxy(const std::string& text, const url& to)
{
    const std::string whole = with_scheme(text);
    const auto parsed = boost::urls::parse_uri(whole);
    if (!parsed)
        return bad_proxy(to, "it is not a URL");
    if (parsed->scheme() != "http")
    {
        error unknown = bad_proxy(to, "only proxies that are spoken to by http are supported");
        unknown.code = errc::unsupported;
        return unknown;
    }
    if (parsed->encoded_host().empty())
        return bad_proxy(to, "it names no host");
    const auto port = parsed->has_port() ? read_port(parsed->port()) : std::uint16_t{80};
    if (!port)
        return bad_proxy(to, "its port is not a number from 1 to 65535");
    proxy_server made;
    made.host = to_lower(parsed->host_address());
    made.port = *port;
    made.authority = std::string(parsed->encoded_host()) + ':' + std::to_string(made.port);
    if (parsed->has_userinfo())
        made.authorization = basic_credentials(parsed->user(), parsed->password());
    return made;
}

} // namespace

proxy_settings read_proxy_settings(const variables& environment)
{
    constexpr std::array http{"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"};
    constexpr std::array http_of_cgi{"http_proxy", "all_proxy", "ALL_PROXY"};
    constexpr std::array https{"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    constexpr std::array direct{"no_proxy", "NO_PROXY"};
    constexpr std::array loopback{"CODEX_FLOW_PROXY_LOOPBACK"};
    const bool cgi = environment.contains("REQUEST_METHOD");
    proxy_settings made;
    made.http = cgi ? first_set(environment, http_of_cgi) : first_set(environment, http);
    made.https = first_set(environment, https);
    made.no_proxy = first_set(environment, direct);
    made.proxy_loopback = first_set(environment, loopback) == "1";
    return made;
}

std::vector<std::string> secrets_of(const proxy_settings& settings)
{
    std::vector<std::string> found;
    for (const std::string* text : {&settings.http, &settings.https})
    {
        const std::string whole = with_scheme(*text);
        const auto parsed = boost::urls::parse_uri(whole);
        if (!parsed || !parsed->has_password())
            continue;
        found.emplace_back(parsed->encoded_password());
        found.push_back(parsed->password());
        found.push_back(basic_credentials(parsed->user(), parsed->password()).substr(scheme_of_basic.size()));
    }
    return found;
}

result<std::optional<proxy_server>> choose_proxy(const proxy_settings& settings, const url& to)
{
    const std::string& proxy = to.tls ? settings.https : settings.http;
    if (proxy.empty() || (!settings.proxy_loopback && is_loopback(to.host)) ||
        bypasses_proxy(settings.no_proxy, to.host, to.port))
        return std::optional<proxy_server>();
    auto read = read_proxy(proxy, to);
    if (!read)
        return read.error();
    return std::optional<proxy_server>(std::move(*read));
}

} // namespace codexflow::net
