#include "engine/bench/measure.hpp"

#include "engine/gateway/timed_call.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::bench;

namespace {

const subject who{"cloud", "openai", "small"};

/// Stands for the mask: "secret" is one.
std::string hide(std::string text)
{
    for (std::size_t at = 0; (at = text.find("secret", at)) != text.npos;)
        text.replace(at, 6, "*");
    return text;
}

gateway::price_table prices()
{
    config settings;
    settings.prices = {{"small-2024", {1.0, 10.0}}};
    return gateway::price_table(settings);
}

gateway::timed_answer answered(std::string text)
{
    gateway::timed_answer answer;
    answer.first_us = 400;
    answer.total_us = 1000;
    answer.waited_us = 300;
    answer.retries = 2;
    answer.text = std::move(text);
    gateway::model_reply reply;
    reply.finish = "stop";
    reply.model = "small-2024";
    reply.usage = {true, 1'000'000, 100'000};
    answer.reply = std::make_unique<gateway::model_reply>(std::move(reply));
    return answer;
}

measured_call row_of(gateway::timed_answer answer, bool streamed = true)
{
    const gateway::price_table known = prices();
    return measure({1, 2, false}, 77, std::move(answer), {who, known, streamed, hide});
}

} // namespace

BOOST_AUTO_TEST_SUITE(measure_suite)

BOOST_AUTO_TEST_CASE(an_answer_is_a_row)
{
    const measured_call row = row_of(answered("the secret answer"));
    BOOST_TEST(row.ok());
    BOOST_TEST(row.provider == 1u);
    BOOST_TEST(row.round == 2u);
    BOOST_TEST(row.started_us == 77);
    BOOST_TEST(row.first_us.value() == 400);
    BOOST_TEST(row.total_us == 1000);
    BOOST_TEST(row.waited_us == 300);
    BOOST_TEST(row.attempts == 3u);
    BOOST_TEST(row.usage.output == 100'000u);
    BOOST_TEST(row.cost.value() == 2.0);
    BOOST_TEST(row.model == "small-2024");
    BOOST_TEST(row.finish == "stop");
    BOOST_TEST(row.preview == "the * answer");
}

BOOST_AUTO_TEST_CASE(a_secret_that_the_preview_would_cut_is_masked)
{
    const std::string filler(preview_length - 3, 'x');
    BOOST_TEST(row_of(answered(filler + "secret")).preview == filler + "*");
}

BOOST_AUTO_TEST_CASE(whole_answers_have_no_first_piece)
{
    BOOST_TEST(!row_of(answered("x"), false).first_us.has_value());
}

BOOST_AUTO_TEST_CASE(what_was_not_counted_has_no_cost)
{
    gateway::timed_answer answer = answered("x");
    (*answer.reply)->usage = {};
    const measured_call row = row_of(std::move(answer));
    BOOST_TEST(!row.usage.known);
    BOOST_TEST(!row.cost.has_value());
}

BOOST_AUTO_TEST_CASE(a_reply_that_is_no_answer_is_a_failure_with_its_price)
{
    gateway::timed_answer refused = answered("");
    (*refused.reply)->refusal = "no secret for you";
    const measured_call row = row_of(std::move(refused));
    BOOST_TEST_REQUIRE(!row.ok());
    BOOST_TEST((row.failure->code == errc::permission_denied));
    BOOST_TEST(row.failure->detail == "no * for you");
    BOOST_TEST(row.cost.value() == 2.0); // it was billed all the same
    gateway::timed_answer silent = answered("");
    BOOST_TEST((row_of(std::move(silent)).failure->code == errc::protocol));
}

BOOST_AUTO_TEST_CASE(an_error_is_masked_and_counts_its_tries)
{
    gateway::timed_answer answer = answered("");
    error why(errc::unavailable, "provider 'cloud': HTTP 500");
    why.detail = "the secret is out";
    why.kind = "server";
    answer.reply = why;
    const measured_call row = row_of(std::move(answer));
    BOOST_TEST_REQUIRE(!row.ok());
    BOOST_TEST(row.failure->detail == "the * is out");
    BOOST_TEST(row.failure->kind == "server");
    BOOST_TEST(row.attempts == 3u);
    BOOST_TEST(!row.usage.known);
    BOOST_TEST(!row.cost.has_value());
}

BOOST_AUTO_TEST_CASE(a_cancellation_nobody_asked_for_is_the_plugin_s_fault)
{
    gateway::timed_answer answer = answered("");
    answer.reply = error(errc::cancelled, "cancelled");
    BOOST_TEST((row_of(std::move(answer)).failure->code == errc::plugin_misbehaved));
}

BOOST_AUTO_TEST_SUITE_END()
