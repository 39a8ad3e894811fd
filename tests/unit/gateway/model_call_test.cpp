#include "engine/gateway/model_call.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;
using namespace codexflow::gateway;
using namespace std::chrono_literals;

namespace {

call_failure failed(const std::string& kind, int http_status = 0)
{
    plugin::operation_end end;
    end.status = CFLOW_E_FAILED;
    end.text = R"({"message":"m","kind":")" + kind + "\"" +
               (http_status == 0 ? "" : ",\"http_status\":" + std::to_string(http_status)) + "}";
    return read_failure(end, "provider 'x'");
}

call_failure asking(std::chrono::milliseconds wait)
{
    call_failure failure = failed("rate_limited", 429);
    failure.retry_after = wait;
    return failure;
}

template <class T> const T* is(const model_call::action& what) { return std::get_if<T>(&what); }

} // namespace

BOOST_AUTO_TEST_SUITE(model_calls)

BOOST_AUTO_TEST_CASE(which_failures_are_worth_another_try)
{
    for (const char* kind : {"rate_limited", "overloaded", "server", "connect", "timeout", "truncated", "upstream_closed"})
        BOOST_TEST(may_retry(failed(kind)), kind);
    for (const char* kind : {"auth", "quota", "model_not_found", "invalid_request", "context_overflow", "tls", "redirect",
                             "interrupted", "protocol", "content_filter"})
        BOOST_TEST(!may_retry(failed(kind)), kind);
}

BOOST_AUTO_TEST_CASE(wire_48_the_servers_own_word_beats_the_table)
{
    call_failure no = failed("server", 500);
    no.retryable = false;
    BOOST_TEST(!may_retry(no));
    call_failure yes = failed("invalid_request", 400);
    yes.retryable = true;
    BOOST_TEST(may_retry(yes));
    yes.what.code = errc::cancelled;
    BOOST_TEST(!may_retry(yes));
}

BOOST_AUTO_TEST_CASE(a_failed_request_costs_at_most_one_and_the_retries)
{
    for (unsigned retries = 0; retries != 4; ++retries)
    {
        model_call call({0}, {retries, 60s});
        unsigned requests = 1;
        while (is<model_call::pause>(call.on_failure(failed("server", 500), {})) != nullptr)
            ++requests;
        BOOST_TEST(requests == 1 + retries);
    }
}

BOOST_AUTO_TEST_CASE(the_schedule_is_that_of_the_official_clients)
{
    for (const double jitter : {0.0, 0.999})
    {
        model_call call({0}, {5, 60s});
        for (const int full : {500, 1000, 2000, 4000, 8000})
        {
            const auto next = call.on_failure(failed("server"), {false, std::nullopt, jitter});
            BOOST_TEST_REQUIRE(is<model_call::pause>(next));
            const auto delay = is<model_call::pause>(next)->delay.count();
            BOOST_TEST(delay >= full * 3 / 4);
            BOOST_TEST(delay <= full);
            BOOST_TEST((jitter != 0 || delay == full));
            BOOST_TEST(!is<model_call::pause>(next)->asked_for);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_servers_wish_is_waited_for_and_a_little_more)
{
    model_call call({0}, {2, 60s});
    const auto next = call.on_failure(asking(3s), {false, std::nullopt, 0.5});
    BOOST_TEST_REQUIRE(is<model_call::pause>(next));
    BOOST_TEST(is<model_call::pause>(next)->delay.count() == 3150);
    BOOST_TEST(is<model_call::pause>(next)->asked_for);
}

BOOST_AUTO_TEST_CASE(wire_45_a_wish_longer_than_the_limit_fails_at_once_and_is_told)
{
    model_call call({0}, {2, 60s});
    const auto next = call.on_failure(asking(3600s), {});
    BOOST_TEST_REQUIRE(is<model_call::give_up>(next));
    const error& why = is<model_call::give_up>(next)->why;
    BOOST_TEST((why.code == errc::rate_limited));
    BOOST_TEST(why.message.find("asks to wait 1h") != std::string::npos, why.message);
    BOOST_TEST(why.hint.find("limits.retry_wait") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_sleep_past_the_end_of_the_tasks_time)
{
    model_call call({0}, {2, 60s});
    BOOST_TEST(is<model_call::give_up>(call.on_failure(failed("server"), {false, 400ms, 0})));
    model_call patient({0}, {2, 60s});
    BOOST_TEST(is<model_call::pause>(patient.on_failure(failed("server"), {false, 501ms, 0})));
    // The clock stands still while the server's wish is waited for.
    model_call asked({0}, {2, 60s});
    BOOST_TEST(is<model_call::pause>(asked.on_failure(asking(5s), {false, 1s, 0})));
}

BOOST_AUTO_TEST_CASE(nothing_is_tried_again_once_a_piece_was_passed_on)
{
    model_call call({0, 1}, {2, 60s});
    const auto next = call.on_failure(failed("server", 500), {true, std::nullopt, 0});
    BOOST_TEST_REQUIRE(is<model_call::give_up>(next));
    BOOST_TEST(is<model_call::give_up>(next)->why.kind == "interrupted");
    BOOST_TEST(is<model_call::give_up>(next)->why.message.find("part of the answer") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_next_provider_is_asked_when_one_is_given_up)
{
    model_call call({4, 7}, {1, 60s});
    BOOST_TEST(call.provider() == 4U);
    BOOST_TEST(is<model_call::pause>(call.on_failure(failed("server"), {})));
    const auto next = call.on_failure(failed("server"), {});
    BOOST_TEST_REQUIRE(is<model_call::fail_over>(next));
    BOOST_TEST(is<model_call::fail_over>(next)->from == 4U);
    BOOST_TEST(call.provider() == 7U);
    BOOST_TEST(call.try_number() == 1U);
    BOOST_TEST(call.attempt_number() == 3U);
    BOOST_TEST(call.switched());
    const auto end = call.on_failure(failed("auth", 401), {});
    BOOST_TEST_REQUIRE(is<model_call::give_up>(end));
    BOOST_TEST((is<model_call::give_up>(end)->why.code == errc::unauthenticated));
    BOOST_TEST(is<model_call::give_up>(end)->why.message.find("(3 attempts)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(wire_47_a_used_up_account_is_asked_once_and_left_for_the_next)
{
    model_call call({0, 1}, {2, 60s});
    BOOST_TEST(is<model_call::fail_over>(call.on_failure(failed("quota", 429), {})));
}

BOOST_AUTO_TEST_CASE(a_fault_of_the_request_is_not_taken_elsewhere)
{
    for (const char* kind : {"invalid_request", "content_filter"})
    {
        model_call call({0, 1}, {2, 60s});
        BOOST_TEST(is<model_call::give_up>(call.on_failure(failed(kind, 400), {})), kind);
    }
}

BOOST_AUTO_TEST_CASE(a_provider_that_is_closed_for_long_costs_no_request)
{
    model_call call({0, 1}, {2, 60s});
    BOOST_TEST(is<model_call::fail_over>(call.on_closed(error(errc::rate_limited, "later"))));
    const auto end = call.on_closed(error(errc::rate_limited, "later"));
    BOOST_TEST_REQUIRE(is<model_call::give_up>(end));
    BOOST_TEST((is<model_call::give_up>(end)->why.code == errc::rate_limited));
}

BOOST_AUTO_TEST_CASE(a_cancelled_call_ends)
{
    model_call call({0, 1}, {2, 60s});
    call_failure stopped;
    stopped.what = error(errc::cancelled, "cancelled");
    BOOST_TEST(is<model_call::give_up>(call.on_failure(stopped, {true, std::nullopt, 0})));
}

BOOST_AUTO_TEST_CASE(all_of_an_error_document_is_read)
{
    plugin::operation_end end;
    end.status = CFLOW_E_RATE_LIMITED;
    end.text = R"({"message":"m","kind":"rate_limited","http_status":429,"retry_after_ms":1500,"retryable":true,)"
               R"("limits":{"remaining_requests":0,"requests_reset_ms":12000}})";
    const call_failure got = read_failure(end, "p");
    BOOST_TEST(got.http_status == 429);
    BOOST_TEST(got.retry_after->count() == 1500);
    BOOST_TEST(got.retryable.value());
    BOOST_TEST(got.left.remaining_requests.value() == 0U);
    BOOST_TEST(got.left.requests_reset_ms.value() == 12'000);
    BOOST_TEST(is_refusal(got));
    end.text = R"({"message":"m","retry_after_ms":-1})";
    BOOST_TEST(!read_failure(end, "p").retry_after);
}

BOOST_AUTO_TEST_SUITE_END()
