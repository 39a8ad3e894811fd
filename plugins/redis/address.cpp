#include "plugins/redis/address.hpp"

#include <codexflow/failure.hpp>

#include <charconv>
#include <optional>

namespace codexflow::redis {
namespace {

[[noreturn]] void refuse(const char* why)
{
    throw failure(CFLOW_E_INVALID, std::string("the address of the redis server cannot be used: ") + why)
        .kind("invalid_request")
        .hint("write it as redis://HOST:PORT/DB or unix:/PATH (memory.url, or the variable that memory.url_env names)");
}

std::optional<int> number(std::string_view text, int most)
{
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || fault != std::errc() || end != text.data() + text.size() || value < 0 || value > most)
        return std::nullopt;
    return value;
}

/// Names and passwords may hold %40 and the like.
std::string decoded(std::string_view text)
{
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at)
    {
        unsigned code = 0;
        const char* digits = text.data() + at + 1;
        if (text[at] == '%' && at + 2 < text.size() && std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2)
        {
            made += static_cast<char>(code);
            at += 2;
        }
        else
        {
            made += text[at];
        }
    }
    return made;
}

void read_login(std::string_view text, address& made)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos)
    {
        made.username = decoded(text);
        return;
    }
    made.username = decoded(text.substr(0, colon));
    made.password = decoded(text.substr(colon + 1));
}

void read_place(std::string_view text, address& made)
{
    const bool bracketed = text.starts_with('[');
    const std::size_t closing = bracketed ? text.find(']') : std::string_view::npos;
    if (bracketed && closing == std::string_view::npos)
        refuse("the bracket around the host is not closed");
    const std::size_t colon = text.find(':', bracketed ? closing : 0);
    const std::string_view host = bracketed ? text.substr(1, closing - 1) : text.substr(0, colon);
    if (!host.empty())
        made.host = host;
    if (colon == std::string_view::npos)
        return;
    const std::optional<int> port = number(text.substr(colon + 1), 65535);
    if (!port || *port == 0)
        refuse("its port is no number between 1 and 65535");
    made.port = *port;
}

} // namespace

std::string address::shown() const
{
    if (!socket.empty())
        return socket;
    const bool v6 = host.find(':') != std::string::npos;
    return (v6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

address read_address(std::string_view url)
{
    address made;
    if (url.starts_with("rediss:"))
        throw failure(CFLOW_E_UNSUPPORTED, "rediss:// (TLS) is not available: the hiredis of this system cannot do it")
            .hint("have a tunnel such as stunnel listen on 127.0.0.1 or on a socket, and name that: redis://127.0.0.1:PORT");
    if (url.starts_with("unix:"))
    {
        url.remove_prefix(5);
        if (url.starts_with("//"))
            url.remove_prefix(2);
        if (!url.starts_with('/'))
            refuse("the path of the socket does not begin with /");
        made.socket = url;
        return made;
    }
    if (!url.starts_with("redis://"))
        refuse("it begins neither with redis:// nor with unix:/");
    url.remove_prefix(8);
    const std::size_t login_end = url.rfind('@');
    if (login_end != std::string_view::npos)
    {
        read_login(url.substr(0, login_end), made);
        url.remove_prefix(login_end + 1);
    }
    url = url.substr(0, url.find('?'));
    if (const std::size_t slash = url.find('/'); slash != std::string_view::npos)
    {
        const std::string_view database = url.substr(slash + 1);
        const std::optional<int> number_of = database.empty() ? 0 : number(database, 1'000'000);
        if (!number_of)
            refuse("its database is no number");
        made.database = *number_of;
        url = url.substr(0, slash);
    }
    read_place(url, made);
    return made;
}

} // namespace codexflow::redis
