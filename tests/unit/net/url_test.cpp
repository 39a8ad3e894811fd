#include "engine/net/url.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using codexflow::errc;
using codexflow::net::parse_url;

namespace {

struct good_row
{
    std::string_view text;
    bool tls;
    std::string_view host;
    unsigned port;
    std::string_view target, authority;
};

const std::vector<good_row> good{
    {"http://example.org", false, "example.org", 80, "/", "example.org"},
    {"https://example.org", true, "example.org", 443, "/", "example.org"},
    {"http://example.org:8080/v1/chat", false, "example.org", 8080, "/v1/chat", "example.org:8080"},
    {"https://Example.ORG/A%20b?q=1&r=%2F", true, "example.org", 443, "/A%20b?q=1&r=%2F", "Example.ORG"},
    {"http://example.org?x", false, "example.org", 80, "/?x", "example.org"},
    {"http://example.org/a#part", false, "example.org", 80, "/a", "example.org"},
    {"http://127.0.0.1:11434/api/chat", false, "127.0.0.1", 11434, "/api/chat", "127.0.0.1:11434"},
    {"http://[::1]:8080/x", false, "::1", 8080, "/x", "[::1]:8080"},
    {"https://[2001:db8::7]", true, "2001:db8::7", 443, "/", "[2001:db8::7]"},
    {"http://h:1/", false, "h", 1, "/", "h:1"},
    {"http://h:65535/", false, "h", 65535, "/", "h:65535"},
    {"HTTP://h/", false, "h", 80, "/", "h"},
    {"HttpS://h/", true, "h", 443, "/", "h"},
};

const std::vector<std::string_view> bad{
    "",
    "example.org",
    "/path",
    "//example.org/",
    "http:",
    "http://",
    "http:///path",
    "ftp://example.org/",
    "file:///etc/passwd",
    "http://h:0/",
    "http://h:65536/",
    "http://h:99999/",
    "http://h:99999999999/",
    "http://h:x/",
    "http://h:/",
    "http://a b/",
    "http://a/b c",
    "http://a/\r\nX: y",
    "http://a%0d%0ab/",
    "http://a%00b/",
    "http://a%20b/",
    "http://user@h/",
    "http://user:password@h/",
    "http://[::1/",
    "http://[zz]/",
};

} // namespace

BOOST_AUTO_TEST_SUITE(url)

BOOST_AUTO_TEST_CASE(takes_apart_what_is_good)
{
    for (const good_row& row : good)
        BOOST_TEST_CONTEXT(row.text)
        {
            const auto got = parse_url(row.text);
            BOOST_REQUIRE_MESSAGE(got.has_value(), "refused: " << got.error().message);
            BOOST_TEST(got->tls == row.tls);
            BOOST_TEST(got->host == row.host);
            BOOST_TEST(got->port == row.port);
            BOOST_TEST(got->target == row.target);
            BOOST_TEST(got->authority == row.authority);
        }
}

BOOST_AUTO_TEST_CASE(refuses_what_is_bad_in_one_line_with_a_hint)
{
    for (const std::string_view text : bad)
        BOOST_TEST_CONTEXT(text)
        {
            const auto got = parse_url(text);
            BOOST_REQUIRE(!got.has_value());
            BOOST_TEST((got.error().code == errc::invalid_argument));
            BOOST_TEST(got.error().message.find_first_of("\r\n") == std::string::npos);
            BOOST_TEST(!got.error().hint.empty());
        }
}

BOOST_AUTO_TEST_CASE(does_not_repeat_a_password)
{
    const auto got = parse_url("http://me:hunter2@h/");
    BOOST_REQUIRE(!got.has_value());
    BOOST_TEST(to_string(got.error()).find("hunter2") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(keys_tell_peers_apart)
{
    const auto key = [](std::string_view text) { return parse_url(text)->key(); };
    BOOST_TEST(key("http://h/a") == key("http://H:80/b"));
    BOOST_TEST(key("http://h/") != key("https://h/"));
    BOOST_TEST(key("http://h:81/") != key("http://h/"));
    BOOST_TEST(key("http://[::1]:2/") != key("http://[::12]/"));
}

BOOST_AUTO_TEST_SUITE_END()
