#include "engine/net/http.hpp"

namespace codexflow::net {
namespace {

/// Whether the step was one of those before the request is sent.
bool on_the_way(std::string_view phase) noexcept
{
    return phase == "resolve" || phase == "connect" || phase == "proxy" || phase == "tls";
}

net_fault fault_of_unavailable(std::string_view phase) noexcept
{
    if (on_the_way(phase))
        return net_fault::connect;
    if (phase == "first_byte")
        return net_fault::upstream_closed;
    return phase == "body" ? net_fault::truncated : net_fault::none;
}

net_fault fault_of_refusal(std::string_view phase) noexcept
{
    if (phase == "tls")
        return net_fault::tls;
    return phase == "proxy" ? net_fault::proxy_refused : net_fault::none;
}

} // namespace

net_fault fault_of(const error& why) noexcept
{
    switch (why.code)
    {
    case errc::cancelled: return net_fault::cancelled;
    case errc::permission_denied: return fault_of_refusal(why.phase);
    case errc::unauthenticated: return why.phase == "proxy" ? net_fault::proxy_auth : net_fault::none;
    case errc::protocol: return why.phase == "redirect" ? net_fault::redirect : net_fault::protocol;
    case errc::unavailable: return fault_of_unavailable(why.phase);
    case errc::deadline_exceeded: return on_the_way(why.phase) ? net_fault::connect : net_fault::timeout;
    default: return net_fault::none;
    }
}

std::string_view to_string(net_fault fault) noexcept
{
    switch (fault)
    {
    case net_fault::none: return "none";
    case net_fault::connect: return "connect";
    case net_fault::tls: return "tls";
    case net_fault::upstream_closed: return "upstream_closed";
    case net_fault::timeout: return "timeout";
    case net_fault::truncated: return "truncated";
    case net_fault::protocol: return "protocol";
    case net_fault::redirect: return "redirect";
    case net_fault::proxy_auth: return "proxy_auth";
    case net_fault::proxy_refused: return "proxy_refused";
    case net_fault::cancelled: return "cancelled";
    }
    return "none";
}

} // namespace codexflow::net
