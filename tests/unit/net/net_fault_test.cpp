#include "engine/net/http.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <vector>

using codexflow::errc;
using codexflow::error;
using codexflow::net::fault_of;
using codexflow::net::net_fault;

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(every_pair_of_code_and_phase)
{
    struct row
    {
        errc code;
        const char* phase;
        const char* name;
    };
    const std::vector<row> rows{
        {errc::unavailable, "resolve", "connect"},
        {errc::unavailable, "connect", "connect"},
        {errc::unavailable, "proxy", "connect"},
        {errc::unavailable, "tls", "connect"},
        {errc::unavailable, "first_byte", "upstream_closed"},
        {errc::unavailable, "body", "truncated"},
        {errc::unavailable, "", "none"},
        {errc::deadline_exceeded, "resolve", "connect"},
        {errc::deadline_exceeded, "connect", "connect"},
        {errc::deadline_exceeded, "proxy", "connect"},
        {errc::deadline_exceeded, "tls", "connect"},
        {errc::deadline_exceeded, "first_byte", "timeout"},
        {errc::deadline_exceeded, "idle", "timeout"},
        {errc::permission_denied, "tls", "tls"},
        {errc::permission_denied, "proxy", "proxy_refused"},
        {errc::permission_denied, "", "none"},
        {errc::unauthenticated, "proxy", "proxy_auth"},
        {errc::unauthenticated, "", "none"},
        {errc::protocol, "redirect", "redirect"},
        {errc::protocol, "first_byte", "protocol"},
        {errc::protocol, "body", "protocol"},
        {errc::cancelled, "connect", "cancelled"},
        {errc::invalid_argument, "", "none"},
        {errc::invalid_argument, "proxy", "none"},
        {errc::internal, "tls", "none"},
    };
    std::set<std::string> seen;
    for (const row& one : rows)
    {
        const auto fault = fault_of(error(one.code, "x").with_phase(one.phase));
        BOOST_TEST(to_string(fault) == one.name, to_string(one.code) << " in " << one.phase);
        seen.emplace(to_string(fault));
    }
    BOOST_TEST(seen.size() == static_cast<std::size_t>(net_fault::cancelled) + 1); // every fault has a row
}

BOOST_AUTO_TEST_SUITE_END()
