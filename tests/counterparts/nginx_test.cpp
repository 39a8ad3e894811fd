// nginx between the program and aimock: what a real proxy in front of a model server does to answers.
#include "tests/counterparts/needs.hpp"
#include "tests/counterparts/question.hpp"
#include "tests/counterparts/servers.hpp"
#include "tests/support/loopback_server.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow::test;

namespace {

const char* const fixtures = R"json(
{"match":{"userMessage":"long"},"response":{"content":"Behind the proxy, as it was said: Gr\u00fc\u00dfe \ud83c\udf0d."},"chunkSize":3},
{"match":{"userMessage":"cut"},"response":{"content":"This answer breaks off in the middle, long before its end has been reached."},
    "latency":20,"chunkSize":1,"disconnectAfterMs":600},
{"match":{"userMessage":"slow"},"response":{"content":"late"},"streamingProfile":{"ttft":20000}}
)json";

/// Around the server: what the limit of requests is, and a log of how answers were packed.
const char* const outside = "limit_req_zone $binary_remote_addr zone=all:1m rate=30r/m;\n"
                            "log_format packed 'answered with encoding $sent_http_content_encoding';\n";

const std::string long_text = "Behind the proxy, as it was said: Grüße 🌍.";

std::string moved(const std::string& code)
{
    return "location ~ ^/moved" + code + "/(.*)$ { return " + code + " /plain/$1; }\n";
}

/// The locations are named by the base_url that leads to them; aimock is called as if it were the root.
std::string locations(const std::string& origin)
{
    const std::string on = " proxy_pass " + origin + "/;";
    return "client_max_body_size 1m;\n"
           "location /plain/ {" + on + " }\n"
           "location /gzip/ { gzip on; gzip_types text/event-stream application/x-ndjson; gzip_min_length 0; gzip_proxied any;"
           " proxy_buffering on; access_log /dev/stderr packed;" + on + " }\n"
           "location /close/ { chunked_transfer_encoding off;" + on + " }\n"
           "location /loop/ { return 307 /loop$request_uri; }\n" +
           moved("301") + moved("302") + moved("307") + moved("308") +
           "location /small/ { client_max_body_size 10;" + on + " }\n"
           "location /late/ { proxy_read_timeout 300ms;" + on + " }\n"
           "location /empty/ { return 444; }\n"
           "location /limited/ { limit_req zone=all nodelay; limit_req_status 429;" + on + " }\n";
}

struct world
{
    aimock origin{fixtures};
    nginx proxy{locations(origin.url()), outside};

    told through(const std::string& location, const interface& api, const std::string& text,
                 const std::string& settings = "", const char* retries = "1") const
    {
        return ask({api, proxy.url() + location, text, settings, {}, {"--retries", retries}});
    }
    told through(const std::string& location, const std::string& text) const
    {
        return through(location, interface_called("chat"), text);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(nginx_before_aimock, world, *needs_packages() * needs_program("nginx"))

BOOST_AUTO_TEST_CASE(wire_58_59_packed_and_closed_at_the_end)
{
    for (const interface& api : interfaces)
        for (const char* location : {"/plain", "/gzip", "/close"})
            BOOST_TEST_CONTEXT(api.name << location)
            {
                // It only packs for those who ask for it; the plugin ollama has no setting for headers.
                const bool packed = location == std::string("/gzip") && api.plugin != std::string("ollama");
                const told all = through(location, api, "long", packed ? "headers: { Accept-Encoding: gzip }" : "");
                BOOST_TEST(all.end.status == 0, all.end.out);
                BOOST_TEST(all.answer.text == long_text);
            }
    BOOST_TEST(proxy.says(stream::err, "encoding gzip\nanswered with encoding gzip\nanswered with encoding gzip\n"));
}

BOOST_AUTO_TEST_CASE(wire_60_cut_short_without_a_length)
{
    for (const interface& api : interfaces)
        BOOST_TEST_CONTEXT(api.name)
        {
            const told all = through("/close", api, "cut");
            BOOST_TEST(all.end.status == 69);
            BOOST_TEST(all.error_kind() == "unavailable/interrupted");
            BOOST_TEST(all.answer.text != "");
            BOOST_TEST(all.log->count("retry") == 0u);
        }
}

BOOST_AUTO_TEST_CASE(wire_63_redirects)
{
    for (const interface& api : interfaces)
        for (const char* code : {"301", "302", "307", "308"})
            BOOST_TEST_CONTEXT(api.name << ' ' << code)
            {
                const std::size_t before = origin.journal().size();
                const told all = through(std::string("/moved") + code, api, "long");
                const bool follows = code[2] > '2';
                BOOST_TEST(all.end.status == (follows ? 0 : 1), all.end.out);
                BOOST_TEST(all.answer.text == (follows ? long_text : ""));
                BOOST_TEST(origin.journal().size() - before == (follows ? 1u : 0u));
                if (!follows)
                    BOOST_TEST(all.error_kind() == "protocol/redirect");
            }
}

BOOST_AUTO_TEST_CASE(wire_63_redirects_without_end)
{
    const told all = through("/loop", "long");
    BOOST_TEST(all.end.status == 1);
    BOOST_TEST(all.error_kind() == "protocol/redirect");
    BOOST_TEST(all.answer.error.find("5") != std::string::npos, all.answer.error);
    BOOST_TEST(all.log->count("retry") == 0u);
}

BOOST_AUTO_TEST_CASE(wire_63_another_origin_gets_no_key)
{
    loopback_server elsewhere([](const http_request&, responder& back) { back.reply(401, R"({"error":{"message":"who?"}})"); });
    const nginx sends_away("location / { return 307 " + elsewhere.url() + "$request_uri; }");
    for (const interface& api : interfaces)
        BOOST_TEST_CONTEXT(api.name)
        {
            const told all = ask({api, sends_away.url(), "long", "api_key_env: SOME_KEY", {{"SOME_KEY", "some-key-1234"}}});
            BOOST_TEST(all.error_kind() == "unauthenticated/auth");
            BOOST_TEST(elsewhere.received().back().method == "POST");
            BOOST_TEST(elsewhere.received().back().body.find("long") != std::string::npos);
            for (const auto& [name, value] : elsewhere.received().back().headers)
                BOOST_TEST(value.find("some-key-1234") == std::string::npos, name);
        }
}

BOOST_AUTO_TEST_CASE(wire_64_pages_of_the_proxy)
{
    const refusing_port nobody;
    const nginx down("location / { proxy_pass " + nobody.url() + "; } location /busy/ { return 503; }");
    const auto check = [](const told& all, const char* title, const char* kind) {
        BOOST_TEST(all.error_kind() == kind);
        BOOST_TEST(all.answer.error.find(title) != std::string::npos, all.answer.error);
        BOOST_TEST(all.answer.error.find('<') == std::string::npos, all.answer.error); // a short message, no page
        BOOST_TEST(all.log->count("retry") == 1u);
    };
    for (const interface& api : interfaces)
        BOOST_TEST_CONTEXT(api.name)
        {
            const auto at = [&](const std::string& url) { return ask({api, url, "long", "", {}, {"--retries", "1"}}); };
            check(at(down.url()), "HTTP 502: 502 Bad Gateway", "unavailable/server");
            check(at(down.url() + "/busy"), "HTTP 503: 503 Service Temporarily Unavailable", "rate_limited/overloaded");
            check(through("/late", api, "slow"), "HTTP 504: 504 Gateway Time-out", "unavailable/server");
        }
}

BOOST_AUTO_TEST_CASE(wire_65_too_much_to_take)
{
    const told all = through("/small", "long");
    BOOST_TEST(all.end.status == 1);
    BOOST_TEST(all.error_kind() == "invalid_argument/invalid_request");
    BOOST_TEST(all.answer.error.find("HTTP 413: 413 Request Entity Too Large") != std::string::npos, all.answer.error);
    BOOST_TEST(all.log->count("retry") == 0u);
}

BOOST_AUTO_TEST_CASE(a_limit_of_requests)
{
    std::size_t refused = 0;
    for (int i = 0; i != 5 && refused == 0; ++i) // one in two seconds is let through
    {
        const told all = through("/limited", interface_called("chat"), "long", "", "4");
        BOOST_TEST(all.end.status == 0, all.end.out);
        BOOST_TEST(all.answer.text == long_text);
        for (const logged_event* one : all.log->of_kind("retry"))
            BOOST_TEST((*one)["http_status"].as_int64().value() == 429);
        refused += all.log->count("retry");
    }
    BOOST_TEST(refused != 0u);
}

BOOST_AUTO_TEST_CASE(no_answer_at_all)
{
    const told all = through("/empty", "long");
    BOOST_TEST(all.end.status == 69);
    BOOST_TEST(all.error_kind() == "unavailable/upstream_closed");
    BOOST_TEST(all.log->count("retry") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
