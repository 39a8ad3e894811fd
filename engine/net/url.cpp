#include "engine/net/url.hpp"

#include "engine/base/text.hpp"

#include <boost/url/src.hpp> // the library's only compiled copy

#include <boost/url/parse.hpp>

#include <algorithm>
#include <charconv>

namespace codexflow::net {
namespace {

error bad_url(std::string_view text, std::string_view why)
{
    return error(errc::invalid_argument, "not a usable URL: " + quote(text) + ": " + std::string(why))
        .with_hint("write it as http://host:port/path or https://host/path");
}

} // namespace

std::string url::key() const { return (tls ? "https://" : "http://") + host + '|' + std::to_string(port); }

std::optional<std::uint16_t> read_port(std::string_view digits)
{
    std::uint16_t port = 0;
    const char* const last = digits.data() + digits.size();
    const auto [end, failed] = std::from_chars(digits.data(), last, port);
    const bool whole = failed == std::errc() && end == last && port != 0;
    return whole ? std::optional(port) : std::nullopt;
}

result<url> parse_url(std::string_view text)
{
    const auto parsed = boost::urls::parse_uri(boost::core::string_view(text.data(), text.size()));
    if (!parsed)
        return bad_url(text, parsed.error().message());
    const boost::urls::url_view& view = *parsed;
    const auto scheme = view.scheme_id();
    if (scheme != boost::urls::scheme::http && scheme != boost::urls::scheme::https)
        return bad_url(text, "its scheme is neither http nor https");
    if (view.has_userinfo())
        return bad_url("(hidden)", "it holds a user name or password");
    if (view.encoded_host().empty())
        return bad_url(text, "it names no host");

    url made;
    made.tls = scheme == boost::urls::scheme::https;
    made.host = to_lower(view.host_address());
    if (std::any_of(made.host.begin(), made.host.end(), [](char c) { return c <= ' ' || c == '\x7f'; }))
        return bad_url(text, "its host holds a character that no name has");
    made.port = made.tls ? 443 : 80;
    if (view.has_port())
    {
        const auto port = read_port(view.port()); // Boost 1.81 itself takes 99999 for a port
        if (!port)
            return bad_url(text, "its port is not a number from 1 to 65535");
        made.port = *port;
    }
    made.authority = std::string(view.encoded_host());
    if (view.has_port())
        made.authority += ':' + std::to_string(made.port);
    made.target = std::string(view.encoded_path());
    if (made.target.empty())
        made.target = "/";
    if (view.has_query())
        made.target += '?' + std::string(view.encoded_query());
    return made;
}

} // namespace codexflow::net
