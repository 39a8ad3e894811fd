#include "engine/net/redirect.hpp"

#include "engine/base/text.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include <algorithm>
#include <array>

namespace codexflow::net {
namespace {

/// Headers that hold credentials whoever set them.
constexpr std::array<std::string_view, 7> secrets{"authorization",      "x-api-key", "api-key",
                                                  "x-goog-api-key",     "cookie",    "x-auth-token",
                                                  "proxy-authorization"};

bool is_followed(const std::string& method, int status)
{
    if (status == 307 || status == 308)
        return true;
    return (status == 301 || status == 302 || status == 303) && (method == "GET" || method == "HEAD");
}

error refused(const url& from, const std::string& why)
{
    return error(errc::protocol, from.authority + ": " + why)
        .with_phase("redirect")
        .with_hint("check the base URL of the endpoint");
}

/// @p location as an absolute URL; empty when it is none.
std::string resolved(const url& from, std::string_view location)
{
    const auto there =
        boost::urls::parse_uri_reference(boost::core::string_view(location.data(), location.size()));
    if (!there)
        return {};
    const std::string base = (from.tls ? "https://" : "http://") + from.authority + from.target;
    boost::urls::url whole;
    if (!boost::urls::resolve(boost::urls::url_view(base), *there, whole))
        return {};
    whole.remove_fragment();
    return std::string(whole.buffer());
}

} // namespace

result<std::optional<std::string>> redirect_target(const http_request& asked, const url& from, int status,
                                                   std::string_view location, unsigned followed)
{
    if (location.empty() || !is_followed(asked.method, status))
        return std::optional<std::string>();
    if (followed == most_redirects)
        return refused(from, "more than " + std::to_string(most_redirects) + " redirects");
    std::string target = resolved(from, location);
    const result<url> to = parse_url(target);
    if (!to)
        return refused(from, "a redirect (" + std::to_string(status) +
                                 ") to what is not a usable http or https URL");
    if (from.tls && !to->tls)
        return refused(from,
                       "a redirect (" + std::to_string(status) + ") from https to http, to " + to->authority);
    return std::optional<std::string>(std::move(target));
}

bool same_origin(const url& one, const url& other)
{
    return one.tls == other.tls && one.host == other.host && one.port == other.port;
}

void drop_secrets(http_request& request)
{
    std::erase_if(request.headers, [&](const auto& header) {
        const std::string name = to_lower(header.first);
        const auto& marked = request.secret_headers;
        return std::find(secrets.begin(), secrets.end(), name) != secrets.end() ||
               std::find(marked.begin(), marked.end(), name) != marked.end();
    });
}

} // namespace codexflow::net
