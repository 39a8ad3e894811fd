#include "engine/net/request_head.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace codexflow::net {
namespace {

/// Headers that say where a message goes, where it ends and who may send it there.
constexpr std::array<std::string_view, 4> reserved{"host", "content-length", "transfer-encoding",
                                                   "proxy-authorization"};

bool is_token(std::string_view text)
{
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

bool breaks_a_line(std::string_view text)
{
    return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
}

bool has_header(const header_list& headers, std::string_view lower_name)
{
    return std::any_of(headers.begin(), headers.end(),
                       [&](const auto& h) { return to_lower(h.first) == lower_name; });
}

} // namespace

result<std::string> make_head(const http_request& request, const url& to, const proxy_server* via)
{
    if (!is_token(request.method))
        return error(errc::invalid_argument, quote(request.method) + " is not an HTTP method");
    const std::string origin = via != nullptr ? "http://" + to.authority : std::string();
    std::string head =
        request.method + ' ' + origin + to.target + " HTTP/1.1\r\nHost: " + to.authority + "\r\n";
    if (via != nullptr && !via->authorization.empty())
        head += "Proxy-Authorization: " + via->authorization + "\r\n";
    if (!has_header(request.headers, "user-agent"))
        head += "User-Agent: codex-flow/" CODEXFLOW_VERSION "\r\n";
    if (!has_header(request.headers, "accept-encoding"))
        head += "Accept-Encoding: identity\r\n";
    if (!request.body.empty() || request.method == "POST")
        head += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    for (const auto& [name, value] : request.headers)
    {
        if (!is_token(name))
            return error(errc::invalid_argument, quote(name) + " is not the name of a header");
        if (std::find(reserved.begin(), reserved.end(), to_lower(name)) != reserved.end())
            return error(errc::invalid_argument,
                         "the header '" + name + "' is written by the HTTP client itself");
        if (breaks_a_line(value))
            return error(errc::invalid_argument, "the value of the header '" + name + "' holds a line break")
                .with_hint("check the settings and secrets it is made from");
        head += name + ": " + value + "\r\n";
    }
    head += "\r\n";
    return head;
}

} // namespace codexflow::net
