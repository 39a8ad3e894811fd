#include "engine/net/redirect.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

using codexflow::errc;
using codexflow::net::drop_secrets;
using codexflow::net::http_request;
using codexflow::net::parse_url;
using codexflow::net::redirect_target;

namespace {

const std::string base = "http://a.test:8080/v1/chat?x=1";

/// Where the answer leads; "" when it is for the caller, "error: ..." when it is refused.
std::string target(const std::string& method, int status, const std::string& location,
                   const std::string& from = base, unsigned followed = 0)
{
    const http_request asked{method, from, {}, {}};
    const auto got = redirect_target(asked, *parse_url(from), status, location, followed);
    if (got)
        return got->value_or("");
    BOOST_TEST((got.error().code == errc::protocol));
    BOOST_TEST(got.error().phase == "redirect");
    return "error: " + got.error().message;
}

} // namespace

BOOST_AUTO_TEST_SUITE(redirects)

BOOST_AUTO_TEST_CASE(wire_63_which_ones_are_followed)
{
    for (const char* method : {"POST", "GET", "HEAD", "DELETE"})
        for (const int status : {307, 308})
            BOOST_TEST(target(method, status, "/y") == "http://a.test:8080/y");
    for (const int status : {301, 302, 303})
    {
        BOOST_TEST(target("GET", status, "/y") == "http://a.test:8080/y");
        BOOST_TEST(target("HEAD", status, "/y") == "http://a.test:8080/y");
        BOOST_TEST(target("POST", status, "/y") == "");
        BOOST_TEST(target("DELETE", status, "/y") == "");
    }
    for (const int status : {200, 201, 300, 304, 305, 404})
        BOOST_TEST(target("GET", status, "/y") == "");
    BOOST_TEST(target("POST", 307, "") == ""); // leads nowhere: the caller sees it as it is
}

BOOST_AUTO_TEST_CASE(wire_63_relative_locations)
{
    BOOST_TEST(target("POST", 307, "https://b.test/z?q#part") == "https://b.test/z?q");
    BOOST_TEST(target("POST", 307, "//b.test/z") == "http://b.test/z");
    BOOST_TEST(target("POST", 307, "other") == "http://a.test:8080/v1/other");
    BOOST_TEST(target("POST", 307, "../up") == "http://a.test:8080/up");
    BOOST_TEST(target("POST", 307, "?y=2") == "http://a.test:8080/v1/chat?y=2");
}

BOOST_AUTO_TEST_CASE(wire_63_the_sixth_is_an_error)
{
    BOOST_TEST(target("POST", 307, "/y", base, 4) == "http://a.test:8080/y");
    BOOST_TEST(target("POST", 307, "/y", base, 5) == "error: a.test:8080: more than 5 redirects");
    BOOST_TEST(target("POST", 200, "/y", base, 5) == "");
}

BOOST_AUTO_TEST_CASE(wire_63_from_https_to_http_is_refused)
{
    const std::string got = target("POST", 307, "http://b.test/?key=topsecret", "https://a.test/");
    BOOST_TEST(got == "error: a.test: a redirect (307) from https to http, to b.test");
}

BOOST_AUTO_TEST_CASE(wire_63_what_is_no_address_is_refused)
{
    for (const char* bad : {"ftp://b.test/", "http://me:topsecret@b.test/", "http://", "http://b.test:0/",
                            "javascript:x", "http://b.test/a b", "/\xff"})
        BOOST_TEST_CONTEXT(bad)
        {
            const std::string got = target("POST", 307, bad);
            BOOST_TEST(got.starts_with("error: a.test:8080: a redirect (307)"));
            BOOST_TEST(got.find("topsecret") == std::string::npos);
        }
}

BOOST_AUTO_TEST_CASE(wire_63_secrets_are_dropped_whatever_their_case)
{
    http_request request{"POST", base, {}, "body"};
    request.secret_headers = {"x-mine"};
    request.headers = {{"Authorization", "1"}, {"X-API-Key", "2"}, {"api-key", "3"},
                       {"Cookie", "4"},        {"X-Mine", "5"},    {"x-goog-api-key", "6"},
                       {"Content-Type", "t"},  {"x-mine-too", "7"}};
    drop_secrets(request);
    const codexflow::net::header_list left{{"Content-Type", "t"}, {"x-mine-too", "7"}};
    BOOST_TEST((request.headers == left));
    BOOST_TEST(request.body == "body");
}

BOOST_AUTO_TEST_CASE(wire_63_what_another_origin_is)
{
    const auto same = [](const char* one, const char* other) {
        return codexflow::net::same_origin(*parse_url(one), *parse_url(other));
    };
    BOOST_TEST(same("http://a.test/x", "http://A.test:80/y"));
    BOOST_TEST(!same("http://a.test/", "https://a.test/"));
    BOOST_TEST(!same("http://a.test/", "http://a.test:81/"));
    BOOST_TEST(!same("http://a.test/", "http://b.a.test/"));
}

BOOST_AUTO_TEST_SUITE_END()
