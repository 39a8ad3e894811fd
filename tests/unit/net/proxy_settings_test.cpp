#include "engine/net/proxy_settings.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

using codexflow::errc;
using codexflow::net::bypasses_proxy;
using codexflow::net::choose_proxy;
using codexflow::net::is_loopback;
using codexflow::net::parse_url;
using codexflow::net::proxy_settings;
using codexflow::net::read_proxy_settings;

namespace {

using variables = std::map<std::string, std::string>;

/// The proxy's address for @p url; "direct", or "error: ...".
std::string choice(const proxy_settings& settings, const std::string& url)
{
    const auto chosen = choose_proxy(settings, *parse_url(url));
    if (!chosen)
        return "error: " + chosen.error().message;
    return *chosen ? (*chosen)->authority : "direct";
}

proxy_settings both(const std::string& proxy, const std::string& no_proxy = "")
{
    proxy_settings made;
    made.http = made.https = proxy;
    made.no_proxy = no_proxy;
    return made;
}

struct row
{
    std::string_view no_proxy;
    std::string_view host;
    std::uint16_t port;
    bool direct;
};

} // namespace

BOOST_AUTO_TEST_SUITE(proxies)

BOOST_AUTO_TEST_CASE(wire_66_lower_case_variables_win)
{
    const variables all{{"http_proxy", "a:1"},  {"HTTP_PROXY", "b:1"},  {"https_proxy", "c:1"},
                        {"HTTPS_PROXY", "d:1"}, {"no_proxy", "e.test"}, {"NO_PROXY", "f.test"},
                        {"all_proxy", "g:1"}};
    const proxy_settings got = read_proxy_settings(all);
    BOOST_TEST(got.http == "a:1");
    BOOST_TEST(got.https == "c:1");
    BOOST_TEST(got.no_proxy == "e.test");
    BOOST_TEST(!got.proxy_loopback);

    const proxy_settings upper =
        read_proxy_settings({{"HTTP_PROXY", "b:1"}, {"HTTPS_PROXY", " d:1 "}, {"NO_PROXY", "f.test"}});
    BOOST_TEST(upper.http == "b:1");
    BOOST_TEST(upper.https == "d:1");
    BOOST_TEST(upper.no_proxy == "f.test");
}

BOOST_AUTO_TEST_CASE(wire_66_all_proxy_is_for_what_has_none_of_its_own)
{
    const proxy_settings got =
        read_proxy_settings({{"all_proxy", "g:1"}, {"ALL_PROXY", "h:1"}, {"https_proxy", ""}});
    BOOST_TEST(got.http == "g:1");
    BOOST_TEST(got.https == ""); // set to nothing: none
    BOOST_TEST(read_proxy_settings({{"ALL_PROXY", "h:1"}}).https == "h:1");
    BOOST_TEST(read_proxy_settings({}).http == "");
}

BOOST_AUTO_TEST_CASE(wire_66_a_cgi_program_does_not_believe_http_proxy_in_capitals)
{
    const variables cgi{{"HTTP_PROXY", "evil:1"}, {"HTTPS_PROXY", "d:1"}, {"REQUEST_METHOD", "GET"}};
    BOOST_TEST(read_proxy_settings(cgi).http == "");
    BOOST_TEST(read_proxy_settings(cgi).https == "d:1");
}

BOOST_AUTO_TEST_CASE(wire_66_loopback_is_asked_for_by_exactly_one)
{
    BOOST_TEST(read_proxy_settings({{"CODEX_FLOW_PROXY_LOOPBACK", "1"}}).proxy_loopback);
    for (const char* other : {"", "0", "yes"})
        BOOST_TEST(!read_proxy_settings({{"CODEX_FLOW_PROXY_LOOPBACK", other}}).proxy_loopback);
}

BOOST_AUTO_TEST_CASE(wire_66_each_scheme_has_its_proxy)
{
    proxy_settings settings;
    settings.http = "http://one.test:3128/";
    settings.https = "two.test";
    BOOST_TEST(choice(settings, "http://api.test/") == "one.test:3128");
    BOOST_TEST(choice(settings, "https://api.test/") == "two.test:80");
    settings.https.clear();
    BOOST_TEST(choice(settings, "https://api.test/") == "direct");
}

BOOST_AUTO_TEST_CASE(wire_66_loopback_is_direct_unless_asked)
{
    proxy_settings settings = both("p.test:1", "");
    const std::vector<std::string> urls{"http://localhost/",      "http://LOCALHOST:9/",
                                        "https://a.localhost/",   "http://127.0.0.1/",
                                        "http://127.9.9.9:8080/", "http://[::1]:8080/",
                                        "http://localhost./",     "http://[::ffff:127.0.0.1]/"};
    for (const std::string& url : urls)
        BOOST_TEST(choice(settings, url) == "direct", url);
    settings.proxy_loopback = true;
    for (const std::string& url : urls)
        BOOST_TEST(choice(settings, url) == "p.test:1", url);
    for (const char* far : {"128.0.0.1", "localhost.test", "notlocalhost", "::2"})
        BOOST_TEST(!is_loopback(far), far);
}

BOOST_AUTO_TEST_CASE(wire_66_no_proxy)
{
    const std::vector<row> rows{
        {"", "a.test", 80, false},
        {"*", "a.test", 80, true},
        {"a.test", "a.test", 80, true},
        {"A.Test", "a.test", 80, true},
        {"a.test", "a.test.", 80, true},
        {"a.test", "x.a.test", 80, true},
        {"a.test", "xa.test", 80, false},
        {".a.test", "x.y.a.test", 80, true},
        {".a.test", "a.test", 80, true},
        {".a.test", "xa.test", 80, false},
        {"*.a.test", "x.a.test", 80, true},
        {"x.a.test", "a.test", 80, false},
        {"b.test, c.test\td.test", "d.test", 80, true},
        {",, ,b.test,,", "b.test", 80, true},
        {".", "a.test", 80, false},
        {"a.test:443", "a.test", 443, true},
        {"a.test:443", "a.test", 80, false},
        {"a.test:https", "a.test", 443, false},
        {"a.test:", "a.test", 443, false},
        {"*:8080", "a.test", 8080, true},
        {"*:8080", "a.test", 80, false},
        {"10.1.2.3", "10.1.2.3", 80, true},
        {"10.1.2.3:81", "10.1.2.3", 80, false},
        {"1.2.3", "10.1.2.3", 80, false},
        {".2.3", "10.1.2.3", 80, false}, // an address has nothing below it
        {"10.0.0.0/8", "10.255.0.1", 80, true},
        {"10.9.9.9/8", "10.255.0.1", 80, true},
        {"10.0.0.0/8", "11.0.0.1", 80, false},
        {"10.0.0.0/8:443", "10.0.0.1", 443, true},
        {"10.0.0.0/8:443", "10.0.0.1", 80, false},
        {"0.0.0.0/0", "10.0.0.1", 80, true},
        {"10.0.0.0/8", "::ffff:10.0.0.1", 80, true},
        {"10.0.0.0/33", "10.0.0.1", 80, false},
        {"10.0.0.0/", "10.0.0.1", 80, false},
        {"10.0.0.0/8", "ten.test", 80, false},
        {"fd00::/8", "fd12::1", 80, true},
        {"fd00::/8", "fe80::1", 80, false},
        {"fd00::/8", "10.0.0.1", 80, false},
        {"2001:db8::7", "2001:db8:0::7", 80, true},
        {"[2001:db8::7]", "2001:db8::7", 80, true},
        {"[2001:db8::7]:443", "2001:db8::7", 443, true},
        {"[2001:db8::7]:443", "2001:db8::7", 80, false},
        {"[fd00::/8]:443", "fd12::1", 443, true},
    };
    for (const row& one : rows)
        BOOST_TEST(bypasses_proxy(one.no_proxy, one.host, one.port) == one.direct,
                   one.no_proxy << " for " << one.host << ':' << one.port);
    BOOST_TEST(choice(both("p.test:1", "api.test:443"), "https://api.test/") == "direct");
    BOOST_TEST(choice(both("p.test:1", "api.test:443"), "http://api.test/") == "p.test:1");
}

BOOST_AUTO_TEST_CASE(wire_66_credentials_of_the_proxy)
{
    const auto credentials = [](const std::string& proxy) {
        return (*choose_proxy(both(proxy), *parse_url("http://api.test/")))->authorization;
    };
    BOOST_TEST(credentials("http://p.test:1") == "");
    BOOST_TEST(credentials("http://Aladdin:open%20sesame@p.test:1") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    BOOST_TEST(credentials("me:@p.test:1") == "Basic bWU6");
    BOOST_TEST(credentials("http://a%40b:c%3Ad@[::1]:1") == "Basic YUBiOmM6ZA==");
}

BOOST_AUTO_TEST_CASE(wire_66_a_bad_proxy_is_said_without_its_password)
{
    for (const char* bad :
         {"socks5://me:topsecret@p.test:1", "https://me:topsecret@p.test", "http://me:topsecret@p.test:0",
          "http://me:topsecret@p.test:99999", "http://me:topsecret@", "http://me:top secret@p.test"})
        BOOST_TEST_CONTEXT(bad)
        {
            const auto got = choose_proxy(both(bad), *parse_url("https://api.test/"));
            BOOST_REQUIRE(!got.has_value());
            BOOST_TEST(got.error().phase == "proxy");
            BOOST_TEST((got.error().code == errc::invalid_argument || got.error().code == errc::unsupported));
            BOOST_TEST(got.error().message.find("https") != std::string::npos);
            BOOST_TEST(got.error().hint.find("https_proxy") != std::string::npos);
            for (const std::string& text : {got.error().message, got.error().hint, got.error().detail})
                BOOST_TEST(text.find("secret") == std::string::npos);
        }
    // What does not need it is not stopped by it.
    BOOST_TEST(choice(both("socks5://p.test"), "http://127.0.0.1/") == "direct");
}

BOOST_AUTO_TEST_CASE(wire_85_what_must_not_be_written)
{
    proxy_settings settings;
    settings.http = "http://me:p%40ss%20word@proxy:3128";
    settings.https = "other:secret-two@proxy";
    const std::vector<std::string> expected{"p%40ss%20word", "p@ss word", "bWU6cEBzcyB3b3Jk",
                                            "secret-two",    "secret-two", "b3RoZXI6c2VjcmV0LXR3bw=="};
    BOOST_TEST(secrets_of(settings) == expected, boost::test_tools::per_element());
    settings.http = "http://proxy:3128";
    settings.https = "::not a proxy::";
    BOOST_TEST(secrets_of(settings).empty());
}

BOOST_AUTO_TEST_SUITE_END()
