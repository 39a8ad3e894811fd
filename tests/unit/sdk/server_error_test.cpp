#include <codexflow/server_error.hpp>

#include "tests/support/wire_data.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

using namespace codexflow;

namespace {

std::string_view kind_of(std::string_view body, int status)
{
    return error_kind(read_server_error(body, status));
}

/// -1 stands for "no delay".
std::int64_t delay(std::string_view ms, std::string_view seconds)
{
    return retry_delay_ms(ms, seconds, 1'700'000'000).value_or(-1);
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_errors)

BOOST_AUTO_TEST_CASE(the_shapes_of_reports)
{
    const server_error full =
        read_server_error(R"({"error":{"message":"m","type":"t","param":null,"code":7}})", 400);
    BOOST_TEST(full.message == "m");
    BOOST_TEST(full.type == "t");
    BOOST_TEST(full.code == "7");
    BOOST_TEST(full.status == 400);
    BOOST_TEST(read_server_error(R"({"error":"text","code":null})", 400).message == "text");
    BOOST_TEST(read_server_error(R"({"detail":"text"})", 400).message == "text");
    BOOST_TEST(read_server_error(R"({"object":"error","message":"text"})", 400).message == "text");
    BOOST_TEST(read_server_error(R"("just a string")", 400).message == "just a string");
    BOOST_TEST(read_server_error(R"({"error":{"code":1}})", 400).message == R"({"error":{"code":1}})");
    BOOST_TEST(read_server_error("", 503).message == "");
    BOOST_TEST(read_server_error(R"({"error":{"message":"m","status_code":429}})", 0).reported == 429);
    BOOST_TEST(read_server_error(R"({"error":{"message":"m","code":42}})", 0).reported == 0);
}

BOOST_AUTO_TEST_CASE(pages_of_proxies_become_one_line)
{
    const std::string page =
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad "
        "Gateway</h1></center>\n<hr><center>nginx</center></body></html>";
    BOOST_TEST(read_server_error(page, 502).message == "502 Bad Gateway 502 Bad Gateway nginx");
    BOOST_TEST(read_server_error(std::string(100'000, 'x'), 500).message.size() == 300U);
    BOOST_TEST(read_server_error("caf\xE9", 500).message == "caf\xEF\xBF\xBD");
}

BOOST_AUTO_TEST_CASE(what_is_an_error_report)
{
    const auto reported = [](std::string_view text) {
        json::document doc;
        return doc.parse(text) && reports_error(doc.root());
    };
    BOOST_TEST(reported(R"({"error":{"message":"m"}})"));
    BOOST_TEST(reported(R"({"error":"m"})"));
    BOOST_TEST(reported(R"({"object":"error","message":"m"})"));
    BOOST_TEST(!reported(R"({"error":null})"));
    BOOST_TEST(!reported(R"({"choices":[]})"));
}

BOOST_AUTO_TEST_CASE(kinds_by_status)
{
    struct row
    {
        int status;
        std::string_view kind;
    };
    for (const row& r :
         {row{400, "invalid_request"}, row{401, "auth"}, row{402, "quota"}, row{403, "auth"},
          row{404, "invalid_request"}, row{405, "invalid_request"}, row{408, "timeout"}, row{409, "server"},
          row{413, "invalid_request"}, row{422, "invalid_request"}, row{425, "server"},
          row{429, "rate_limited"}, row{500, "server"}, row{501, "invalid_request"}, row{502, "server"},
          row{503, "overloaded"}, row{504, "server"}, row{529, "overloaded"}, row{302, "invalid_request"}})
        BOOST_TEST(kind_of("<html>no</html>", r.status) == r.kind, r.status);
}

BOOST_AUTO_TEST_CASE(kinds_by_what_the_server_says)
{
    BOOST_TEST(kind_of(R"({"error":{"message":"x","code":"insufficient_quota"}})", 429) == "quota");
    BOOST_TEST(kind_of(R"({"error":{"message":"x","type":"slow_down"}})", 0) == "rate_limited");
    BOOST_TEST(kind_of(R"({"error":{"message":"x","code":"context_length_exceeded"}})", 400) ==
               "context_overflow");
    BOOST_TEST(kind_of(R"({"error":"Incorrect API key provided: x"})", 400) == "auth");
    BOOST_TEST(kind_of(R"({"error":"model 'x' not found"})", 404) == "model_not_found");
    BOOST_TEST(kind_of(R"({"error":{"code":503,"message":"Loading model","type":"unavailable_error"}})",
                       503) == "overloaded");
    BOOST_TEST(kind_of(R"({"error":{"message":"x","type":"invalid_request_error"}})", 0) ==
               "invalid_request");
    BOOST_TEST(kind_of(R"({"error":{"message":"Token limit reached","code":400}})", 0) == "invalid_request");
    BOOST_TEST(kind_of(R"({"error":{"message":"who knows"}})", 0) == "server");
    BOOST_TEST(kind_of(R"({"error":"failed to decode, try again, increasing context size"})", 0) == "server");
    BOOST_TEST(kind_of(R"({"error":"This model's maximum context length is 8 tokens"})", 400) ==
               "context_overflow");
}

BOOST_AUTO_TEST_CASE(wire_45_retry_after_in_every_form)
{
    BOOST_TEST(delay("", "") == -1);
    BOOST_TEST(delay("", "1") == 1000);
    BOOST_TEST(delay("", "0.5") == 500);
    BOOST_TEST(delay("0", "1") == 0); // Azure sends both; the finer one counts
    BOOST_TEST(delay("", "-1") == -1);
    BOOST_TEST(delay("", "soon") == -1);
    BOOST_TEST(delay("", "1e5") == -1);
    BOOST_TEST(delay("", "3600") == 3'600'000);
    BOOST_TEST(delay("", std::string(400, '9')) == -1);
    BOOST_TEST(delay("", "Tue, 14 Nov 2023 22:13:30 GMT") == 10'000);
    BOOST_TEST(delay("", "Tue, 14 Nov 2023 22:13:10 GMT") == -1); // past
    BOOST_TEST(delay("", "Tue, 31 Feb 2023 22:13:10 GMT") == -1);
    BOOST_TEST(delay("", "Tuesday, 14-Nov-23 22:13:30 GMT") == -1);
}

BOOST_AUTO_TEST_CASE(a_failure_carries_it_all)
{
    const failure f =
        to_failure("POST /x", read_server_error(R"({"error":{"message":"slow \"down\""}})", 429));
    BOOST_TEST(f.status() == CFLOW_E_RATE_LIMITED);
    BOOST_TEST(f.document() ==
               R"({"message":"POST /x: HTTP 429: slow \"down\"","kind":"rate_limited","http_status":429})");
}

BOOST_AUTO_TEST_CASE(a_report_inside_an_answer_has_no_http_status)
{
    const failure f = to_failure("POST /x", read_server_error(R"({"error":{"message":"m","code":429}})", 0));
    BOOST_TEST(f.document() == R"({"message":"POST /x: the server broke off: m","kind":"rate_limited"})");
}

BOOST_AUTO_TEST_CASE(wire_68_recorded_errors)
{
    for (const test::wire_entry& entry : test::wire_data("", "error_response"))
    {
        const json::value expected = entry.entry["expected"]["error"];
        const int status = static_cast<int>(entry.entry["http"]["status"].as_int64().value());
        const server_error got = read_server_error(entry.body, status);
        BOOST_TEST_CONTEXT(entry.id)
        {
            BOOST_TEST(got.message == expected["message"].string());
            BOOST_TEST(got.type == detail::scalar(expected["type"]));
            BOOST_TEST(got.code == detail::scalar(expected["code"]));
            BOOST_TEST(got.status == expected["http_status"].as_int64().value());
            BOOST_TEST(error_kind(got) == expected["category"].string());
            const json::value headers = entry.entry["http"]["headers"];
            const auto wait =
                retry_delay_ms(headers["retry-after-ms"].string(), headers["retry-after"].string(), 0);
            BOOST_TEST(wait.has_value() == expected["retry_after_ms_min"].exists());
            if (wait)
                BOOST_TEST((*wait >= expected["retry_after_ms_min"].as_int64().value() &&
                            *wait <= expected["retry_after_ms_max"].as_int64().value()));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
