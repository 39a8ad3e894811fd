#include "engine/base/text.hpp"
#include "engine/net/proxy_settings.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace codexflow::net {
namespace {

namespace ip = boost::asio::ip;

/// One entry of the list, taken apart.
struct entry
{
    std::string host;
    std::optional<std::uint16_t> port;
};

/// Empty when the port is not a number.
std::optional<entry> take_apart(std::string_view text)
{
    entry made;
    std::string_view port;
    const auto colon = text.rfind(':');
    const auto bracket = text.rfind(']');
    if (text.starts_with('[') && bracket != text.npos)
    {
        made.host = text.substr(1, bracket - 1);
        port = text.substr(bracket + 1);
    }
    else if (colon != text.npos && text.find(':') == colon) // more colons: an IPv6 address
    {
        made.host = text.substr(0, colon);
        port = text.substr(colon);
    }
    else
        made.host = text;
    made.host = to_lower(made.host);
    if (port.empty())
        return made;
    made.port = read_port(port.substr(1));
    return made.port ? std::optional(made) : std::nullopt;
}

std::optional<ip::address> read_address(std::string_view text)
{
    boost::system::error_code failed;
    ip::address made = ip::make_address(text, failed);
    if (failed)
        return std::nullopt;
    if (made.is_v6() && made.to_v6().is_v4_mapped())
        made = ip::make_address_v4(ip::v4_mapped, made.to_v6());
    return made;
}

bool in_network(const std::string& network, const ip::address& host)
{
    boost::system::error_code failed;
    if (host.is_v4())
    {
        const auto range = ip::make_network_v4(network, failed).canonical();
        return !failed && ip::network_v4(host.to_v4(), range.prefix_length()).network() == range.network();
    }
    const auto range = ip::make_network_v6(network, failed).canonical();
    return !failed && ip::network_v6(host.to_v6(), range.prefix_length()).network() == range.network();
}

bool is_name_or_below(std::string_view name, std::string_view host)
{
    if (name.starts_with("*."))
        name.remove_prefix(1);
    if (name.starts_with('.'))
        name.remove_prefix(1);
    if (name.empty() || !host.ends_with(name))
        return false;
    return host.size() == name.size() || host[host.size() - name.size() - 1] == '.';
}

bool matches(const entry& one, std::string_view host, std::uint16_t port)
{
    if (one.port && *one.port != port)
        return false;
    if (one.host == "*")
        return true;
    const auto address = read_address(host);
    if (!address)
        return is_name_or_below(one.host, host);
    if (one.host.find('/') != one.host.npos)
        return in_network(one.host, *address);
    return read_address(one.host) == address;
}

std::string_view without_last_dot(std::string_view host)
{
    if (host.ends_with('.'))
        host.remove_suffix(1);
    return host;
}

} // namespace

bool is_loopback(std::string_view host)
{
    host = without_last_dot(host);
    if (const auto address = read_address(host))
        return address->is_loopback();
    return is_name_or_below("localhost", host);
}

bool bypasses_proxy(std::string_view no_proxy, std::string_view host, std::uint16_t port)
{
    host = without_last_dot(host);
    constexpr std::string_view separators = ", \t\r\n";
    while (!no_proxy.empty())
    {
        const auto end = std::min(no_proxy.find_first_of(separators), no_proxy.size());
        const auto one = take_apart(no_proxy.substr(0, end));
        if (one && !one->host.empty() && matches(*one, host, port))
            return true;
        no_proxy.remove_prefix(std::min(end + 1, no_proxy.size()));
    }
    return false;
}

} // namespace codexflow::net
