#include <codexflow/rate_limits.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>

using namespace codexflow;

namespace {

struct answer
{
    std::map<std::string, std::string, std::less<>> fields;

    std::string_view header(std::string_view name) const
    {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string_view() : std::string_view(found->second);
    }
};

std::string document_of(const answer& from, std::int64_t now = 0)
{
    std::string text;
    json_writer out(text);
    out.begin_object();
    read_rate_limits(from, now).write(out);
    out.end_object();
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(rate_limit_headers)

BOOST_AUTO_TEST_CASE(openai_writes_go_durations)
{
    const answer from{{{"x-ratelimit-remaining-requests", "4"},
                       {"x-ratelimit-reset-requests", "6m0s"},
                       {"x-ratelimit-remaining-tokens", "149984"},
                       {"x-ratelimit-reset-tokens", "6ms"}}};
    BOOST_TEST(document_of(from) == R"({"limits":{"remaining_requests":4,"requests_reset_ms":360000,)"
                                    R"("remaining_tokens":149984,"tokens_reset_ms":6}})");
}

BOOST_AUTO_TEST_CASE(azure_writes_seconds_and_minus_one)
{
    const answer from{{{"x-ratelimit-remaining-requests", "-1"},
                       {"x-ratelimit-remaining-tokens", "10"},
                       {"x-ratelimit-reset-tokens", "12"}}};
    BOOST_TEST(document_of(from) == R"({"limits":{"remaining_tokens":10,"tokens_reset_ms":12000}})");
}

BOOST_AUTO_TEST_CASE(anthropic_writes_times)
{
    const answer from{{{"anthropic-ratelimit-requests-remaining", "0"},
                       {"anthropic-ratelimit-requests-reset", "2026-11-22T14:00:30Z"}}};
    const std::int64_t now = *detail::parse_rfc3339("2026-11-22T15:00:00+01:00");
    BOOST_TEST(document_of(from, now) == R"({"limits":{"remaining_requests":0,"requests_reset_ms":30000}})");
    BOOST_TEST(document_of(from, now + 60) == R"({"limits":{"remaining_requests":0,"requests_reset_ms":0}})");
}

BOOST_AUTO_TEST_CASE(durations)
{
    BOOST_TEST(detail::go_duration_ms("12.967s").value() == 12'967);
    BOOST_TEST(detail::go_duration_ms("1h2m3s").value() == 3'723'000);
    BOOST_TEST(detail::go_duration_ms("450us").value() == 0);
    BOOST_TEST(detail::go_duration_ms("0").value() == 0);
    for (const std::string_view bad : {"", "s", "1x", "1.2.3s", "-1", "soon", "99999999999h"})
        BOOST_TEST(!detail::go_duration_ms(bad), bad);
}

BOOST_AUTO_TEST_CASE(times)
{
    BOOST_TEST(detail::parse_rfc3339("1970-01-02T00:00:00Z").value() == 86'400);
    BOOST_TEST(detail::parse_rfc3339("1970-01-01T01:00:01.250+01:00").value() == 1);
    for (const std::string_view bad :
         {"", "1970-01-02", "1970-13-02T00:00:00Z", "1970-02-30T00:00:00Z", "1970-01-02T00:00:00", "1970-01-02T00:00:00+1"})
        BOOST_TEST(!detail::parse_rfc3339(bad), bad);
}

BOOST_AUTO_TEST_CASE(nothing_said_is_nothing_known)
{
    BOOST_TEST(read_rate_limits(answer{}, 0).empty());
    BOOST_TEST(read_rate_limits(answer{{{"x-ratelimit-remaining-requests", "many"}}}, 0).empty());
}

BOOST_AUTO_TEST_SUITE_END()
