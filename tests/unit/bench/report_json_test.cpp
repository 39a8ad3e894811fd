#include "engine/bench/bench_report.hpp"

#include "engine/base/document.hpp"
#include "tests/unit/bench/measurement_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <initializer_list>

using namespace codexflow;
using namespace codexflow::bench;
using namespace codexflow::test;

namespace {

/// A report as it reads back.
struct read_report
{
    explicit read_report(const measurement& all) : text(report_json(all)), tree(doc::parse_json(text, "report").value()) {}

    /// The value at that path as JSON; "absent" if there is none.
    std::string at(std::initializer_list<std::string_view> path) const { return at(tree, path); }
    static std::string at(const doc::node& from, std::initializer_list<std::string_view> path)
    {
        const doc::node* here = &from;
        for (const std::string_view key : path)
            if (here = here->find(key); here == nullptr)
                return "absent";
        std::string json;
        doc::write_json(*here, json);
        return json;
    }
    const doc::node& run(std::size_t number) const { return tree.find("runs")->items.at(number); }

    std::string text;
    doc::node tree;
};

} // namespace

BOOST_AUTO_TEST_SUITE(report_json_suite)

BOOST_AUTO_TEST_CASE(the_members_of_the_original_are_there_under_their_names)
{
    measurement all = two_providers();
    all.calls = {success(0, 1, 120, tokens(9, 12)), failure(1, 1, 80, error(errc::unavailable, "HTTP 503"))};
    all.calls[0].cost = 0.00042;
    const read_report made(all);
    BOOST_TEST(made.at({"prompt"}) == R"("Say \"hello\"")");
    BOOST_TEST(made.at({"startedAt"}) == R"("2025-11-22T14:34:12.123Z")");
    BOOST_TEST(made.at({"elapsedMs"}) == "2500");
    BOOST_TEST(made.at({"providers", "fast", "ok"}) == "true");
    BOOST_TEST(made.at({"providers", "fast", "ms"}) == "120");
    BOOST_TEST(made.at({"providers", "fast", "tokensIn"}) == "9");
    BOOST_TEST(made.at({"providers", "fast", "tokensOut"}) == "12");
    BOOST_TEST(made.at({"providers", "fast", "costUsd"}) == "0.00042"); // not rounded to cents
    BOOST_TEST(made.at({"providers", "fast", "contentPreview"}) == R"("answer 1")");
    BOOST_TEST(made.at({"providers", "fast", "error"}) == "absent");
    BOOST_TEST(made.at({"providers", "slow", "ok"}) == "false");
    BOOST_TEST(made.at({"providers", "slow", "error"}) == R"("HTTP 503")");
    BOOST_TEST(made.at({"providers", "slow", "contentPreview"}) == "absent");
}

BOOST_AUTO_TEST_CASE(they_tell_of_the_typical_call_when_there_are_several)
{
    measurement all = two_providers();
    all.calls = {success(0, 1, 900, tokens(1, 1)), success(0, 2, 200, tokens(2, 2)), success(0, 3, 300, tokens(3, 3))};
    const read_report made(all);
    BOOST_TEST(made.at({"providers", "fast", "ms"}) == "300");
    BOOST_TEST(made.at({"providers", "fast", "tokensOut"}) == "3");
    BOOST_TEST(made.at({"providers", "fast", "contentPreview"}) == R"("answer 3")");
    BOOST_TEST(made.at({"providers", "fast", "tokensOutSum"}) == "6");
    BOOST_TEST(made.at({"providers", "fast", "totalMs"}) ==
               R"({"count":3,"min":200,"mean":466.667,"p50":300,"p90":900,"p99":900,"max":900})");
    BOOST_TEST(made.at({"providers", "fast", "ttftMs", "p50"}) == "75");
    BOOST_TEST(made.at({"percentiles"}) ==
               R"({"method":"nearest-rank","note":"with 3 calls p90 and p99 are the slowest call"})");
}

BOOST_AUTO_TEST_CASE(a_provider_that_failed_now_and_then_is_not_ok)
{
    measurement all = two_providers();
    all.calls = {success(0, 1, 10), failure(0, 2, 10, error(errc::rate_limited, "HTTP 429"))};
    const read_report made(all);
    BOOST_TEST(made.at({"providers", "fast", "ok"}) == "false");
    BOOST_TEST(made.at({"providers", "fast", "error"}) == R"("HTTP 429")");
    BOOST_TEST(made.at({"providers", "fast", "contentPreview"}) == R"("answer 1")");
    BOOST_TEST(made.at({"providers", "fast", "successRate"}) == "0.5");
}

BOOST_AUTO_TEST_CASE(the_unknown_is_null_and_never_0)
{
    measurement all = two_providers();
    all.calls = {success(1, 1, 10)};
    all.calls[0].first_us.reset();
    const read_report made(all);
    for (const char* name : {"tokensIn", "tokensOut", "costUsd", "ttftMs", "tokensPerSecond", "tokensInSum",
                             "tokensOutSum", "costUsdSum"})
        BOOST_TEST(made.at({"providers", "slow", name}) == "null", name);
    for (const char* name : {"tokensIn", "tokensOut", "costUsd", "ttftMs", "tokensPerSecond"})
        BOOST_TEST(read_report::at(made.run(0), {name}) == "null", name);
    BOOST_TEST(made.at({"providers", "fast", "successRate"}) == "null"); // it was not asked
    BOOST_TEST(made.at({"providers", "fast", "ok"}) == "false");
    BOOST_TEST(made.at({"providers", "fast", "ms"}) == "absent");
}

BOOST_AUTO_TEST_CASE(every_call_is_told)
{
    measurement all = two_providers();
    measured_call one = success(0, 2, 400, tokens(5, 100));
    one.started_us = 1500;
    one.waited_us = 12'000;
    one.attempts = 2;
    one.cost = 1.5;
    one.model = "small-2024";
    error why(errc::rate_limited, "provider 'slow': HTTP 429");
    why.kind = "rate_limited";
    why.detail = "too \"fast\"";
    why.hint = "wait";
    all.calls = {one, failure(1, 2, 7, why)};
    all.stopped = "interrupted";
    const read_report made(all);
    std::string first, second;
    doc::write_json(made.run(0), first);
    doc::write_json(made.run(1), second);
    BOOST_TEST(first == R"({"provider":"fast","round":2,"ok":true,"startedMs":1.5,"ms":400,"ttftMs":100,)"
                        R"("waitedMs":12,"attempts":2,"tokensIn":5,"tokensOut":100,"tokensPerSecond":250,)"
                        R"("costUsd":1.5,"model":"small-2024","finish":"stop","contentPreview":"answer 2"})");
    BOOST_TEST(second == R"({"provider":"slow","round":2,"ok":false,"startedMs":0,"ms":7,"ttftMs":null,"waitedMs":0,)"
                         R"("attempts":1,"tokensIn":null,"tokensOut":null,"tokensPerSecond":null,"costUsd":null,)"
                         R"("error":{"code":"rate_limited","kind":"rate_limited",)"
                         R"("message":"provider 'slow': HTTP 429","detail":"too \"fast\"","hint":"wait"}})");
    BOOST_TEST(made.at({"stopped"}) == R"("interrupted")");
    BOOST_TEST(made.at({"runsPlanned"}) == "6");
    BOOST_TEST(made.at({"runsMeasured"}) == "2");
    BOOST_TEST(made.at({"settings"}) == R"({"runs":3,"warmup":0,"maxParallel":1,"stream":true})");
}

BOOST_AUTO_TEST_SUITE_END()
