#include "engine/base/clock.hpp"
#include "engine/net/http_client.hpp"
#include "engine/plugin/secret_fill.hpp"
#include "engine/plugin/services.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::errc;
using codexflow::plugin::fill_secrets;

namespace {

struct with_view
{
    boost::asio::io_context io;
    codexflow::net::http_client http{io};
    codexflow::system_clock time;
    codexflow::plugin::service_context services{io, http, time, {}, {}, 0};
    codexflow::plugin::host_view host{services, "org.example.demo"};

    with_view()
    {
        host.secrets = {{"KEY", "value"}, {"UNSET", ""}, {"NESTED", "{{secret:KEY}}"}};
        host.hosts = {"api.example.org", "::1"};
    }
    std::string filled(std::string_view text, const std::string& url = "https://api.example.org/v1")
    {
        const auto got = fill_secrets(host, url, text);
        return got ? *got : "refused";
    }
    errc code(std::string_view text, const std::string& url = "https://api.example.org/v1")
    {
        const auto got = fill_secrets(host, url, text);
        BOOST_REQUIRE(!got.has_value());
        BOOST_TEST(to_string(got.error()).find("value") == std::string::npos);
        return got.error().code;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(secret_filling, with_view)

BOOST_AUTO_TEST_CASE(every_reference)
{
    BOOST_TEST(filled("Bearer {{secret:KEY}}") == "Bearer value");
    BOOST_TEST(filled("{{secret:KEY}}{{secret:KEY}}") == "valuevalue");
    BOOST_TEST(filled("a {{secret:KEY}} b {{secret:KEY}} c") == "a value b value c");
}

BOOST_AUTO_TEST_CASE(nothing_else)
{
    for (const char* text : {"", "plain", "{{secret:KEY", "{{secret KEY}}", "secret:KEY}}", "{{ secret:KEY}}"})
        BOOST_TEST(filled(text) == text);
}

BOOST_AUTO_TEST_CASE(what_a_secret_holds_is_not_looked_at_again)
{
    BOOST_TEST(filled("{{secret:NESTED}}") == "{{secret:KEY}}");
}

BOOST_AUTO_TEST_CASE(hosts_are_compared_as_names)
{
    BOOST_TEST(filled("{{secret:KEY}}", "https://API.EXAMPLE.org:8443/") == "value");
    BOOST_TEST(filled("{{secret:KEY}}", "http://[::1]:80/") == "value");
    for (const char* url : {"https://example.org/", "https://evil.org/api.example.org", "https://api.example.org.evil.org/",
                            "https://xapi.example.org/", "https://evil.org/?x=api.example.org", "https://evil.org#api.example.org"})
        BOOST_TEST_CONTEXT(url)
        BOOST_TEST((code("{{secret:KEY}}", url) == errc::permission_denied));
    BOOST_TEST((code("{{secret:KEY}}", "https://api.example.org@evil.org/") == errc::invalid_argument));
    BOOST_TEST((code("{{secret:KEY}}", "https://api.example.org%00.evil.org/") == errc::invalid_argument));
}

BOOST_AUTO_TEST_CASE(who_may_not_and_what_is_not_there)
{
    BOOST_TEST((code("{{secret:OTHER}}") == errc::permission_denied));
    BOOST_TEST((code("{{secret:}}") == errc::permission_denied));
    BOOST_TEST((code("{{secret:UNSET}}") == errc::unauthenticated));
}

BOOST_AUTO_TEST_SUITE_END()
