#include "engine/metrics/metrics_book.hpp"

#include "engine/base/clock.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

using namespace codexflow;

namespace {

const std::string data = std::string(CODEXFLOW_SHARED_DIR) + "/data/codex-flow/data/metrics/";

metrics_book parsed(std::string_view text)
{
    auto book = metrics_book::parse(text, "agents.json");
    BOOST_TEST_REQUIRE(book.has_value(), to_string(book.error()));
    return std::move(*book);
}

/// A run with @p ok good tasks of 100 ms and @p failed bad ones.
run_metrics run(const std::string& id, std::uint64_t ok, std::uint64_t failed, std::int64_t ended_us = 1'000'000)
{
    agent_metrics one;
    for (std::uint64_t i = 0; i != ok + failed; ++i)
    {
        one.latency.add(100);
        one.total_ms += 100;
    }
    one.tasks = ok + failed;
    one.ok = ok;
    one.cost_usd = 0.25;
    one.priced = ok;
    if (failed != 0)
        one.failures["unavailable"] = failed;
    return {id, ended_us, {{"coder", one}}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(metrics_book_suite)

BOOST_AUTO_TEST_CASE(both_shapes_of_the_original_are_read)
{
    if (!std::filesystem::exists(data))
    {
        BOOST_TEST_MESSAGE("SKIPPED: there is no " + data);
        return;
    }
    const agents_metrics now = parsed(test::read_file(data + "agents.json")).total();
    BOOST_TEST(now.at("code-analyzer").tasks == 1U);
    BOOST_TEST(now.at("code-analyzer").ok == 1U);
    BOOST_TEST(now.at("code-analyzer").success_rate() == 1.0);
    BOOST_TEST(now.at("code-analyzer").average_ms() == 125U);

    const metrics_book before = parsed(test::read_file(data + "agents.dfecc91.json"));
    const agents_metrics old = before.total();
    BOOST_TEST(old.size() == 5U);
    BOOST_TEST(old.at("api-docs").total_ms == 40713U);
    BOOST_TEST(old.at("api-docs").unjudged == 1U);
    BOOST_TEST(old.at("api-docs").failed() == 0U);
    // Written and read again they say the same, with what is not known still not known.
    const std::string text = before.text(0);
    BOOST_TEST(text.find("successRate") == text.npos);
    BOOST_TEST(parsed(text).total().at("api-docs").unjudged == 1U);
    BOOST_TEST(parsed(text).text(0) == text);
}

BOOST_AUTO_TEST_CASE(what_came_before_stays_below_what_is_added)
{
    metrics_book book = parsed(R"({"generatedAt":"x","agents":{"coder":{"tasks":2,"totalMs":400,"avgMs":200}}})");
    BOOST_TEST(book.merge(run("20260101T000000Z-a", 1, 1)));
    const agent_metrics coder = book.total().at("coder");
    BOOST_TEST(coder.tasks == 4U);
    BOOST_TEST(coder.average_ms() == 150U);
    BOOST_TEST(coder.success_rate() == 0.5); // of those that are known
    BOOST_TEST(coder.latency.count() == 2U);
    BOOST_TEST(coder.latency.percentile(99) == 100U);
}

BOOST_AUTO_TEST_CASE(the_same_run_again_takes_its_own_place)
{
    metrics_book book;
    book.merge(run("20260101T000000Z-a", 1, 1));
    book.merge(run("20260102T000000Z-b", 3, 0));
    const std::string once = book.text(5);
    book.merge(run("20260101T000000Z-a", 1, 1));
    BOOST_TEST(book.text(5) == once);
    book.merge(run("20260101T000000Z-a", 2, 0)); // resumed: what had failed is done
    const agent_metrics coder = book.total().at("coder");
    BOOST_TEST(coder.tasks == 5U);
    BOOST_TEST(coder.ok == 5U);
    BOOST_TEST(coder.failures.empty());
    BOOST_TEST(coder.cost_usd == 0.5);
}

BOOST_AUTO_TEST_CASE(the_order_of_merging_does_not_matter)
{
    metrics_book forth, back;
    for (int i = 0; i != 20; ++i)
        forth.merge(run("2026010" + std::to_string(i % 10) + "T-" + std::to_string(i), i % 3 + 1U, i % 2));
    for (int i = 19; i >= 0; --i)
        back.merge(run("2026010" + std::to_string(i % 10) + "T-" + std::to_string(i), i % 3 + 1U, i % 2));
    BOOST_TEST(forth.text(1) == back.text(1));
}

BOOST_AUTO_TEST_CASE(unknown_members_are_kept)
{
    const metrics_book book = parsed(
        R"({"generatedAt":"x","note":{"a":[1,2.50]},"agents":{"coder":{"tasks":1,"totalMs":7,"avgMs":7,"mood":"good"}}})");
    metrics_book more = book;
    more.merge(run("20260101T000000Z-a", 1, 0));
    const std::string text = more.text(0);
    BOOST_TEST(text.find(R"("note":{"a":[1,2.50]})") != text.npos);
    BOOST_TEST(text.find(R"("mood":"good")") != text.npos);
    BOOST_TEST(parsed(text).text(0) == text);
}

BOOST_AUTO_TEST_CASE(old_runs_are_added_up_and_not_counted_again)
{
    metrics_book book;
    const std::size_t count = metrics_book::most_runs + 10;
    for (std::size_t i = 0; i != count; ++i)
        BOOST_TEST_REQUIRE(book.merge(run("run-" + std::to_string(10'000 + i), 1, 0)));
    BOOST_TEST(book.runs().size() == metrics_book::most_runs);
    BOOST_TEST(book.has_earlier());
    BOOST_TEST(!book.merge(run("run-10003", 1, 0)));
    BOOST_TEST(book.total().at("coder").tasks == count);
    metrics_book again = parsed(book.text(0));
    BOOST_TEST(again.total().at("coder").tasks == count);
    BOOST_TEST(again.knows("run-10003"));
    BOOST_TEST(!again.knows("run-99999"));
    BOOST_TEST(!again.merge(run("run-10003", 1, 0)));
    BOOST_TEST(again.text(0) == book.text(0));
}

BOOST_AUTO_TEST_CASE(since_counts_the_runs_that_ended_since)
{
    metrics_book book = parsed(R"({"agents":{"coder":{"tasks":9,"totalMs":9,"avgMs":1,"ok":9}}})");
    book.merge(run("a", 1, 0, 1'000'000));
    book.merge(run("b", 2, 0, 2'000'000));
    BOOST_TEST(book.since(1'500'000).at("coder").tasks == 2U);
    BOOST_TEST(book.since(0).at("coder").tasks == 3U);
    BOOST_TEST(book.since(9'000'000).empty());
    BOOST_TEST(book.total().at("coder").tasks == 12U);
}

BOOST_AUTO_TEST_CASE(what_is_no_metrics_is_an_error_with_its_place)
{
    for (const char* text : {"", "[]", "{\"agents\":[]}", "{\"agents\":{\"a\":7}}", "{\"agents\":{\"a\":{\"tasks\":-1}}}",
                             "{\"agents\":{\"a\":{\"tasks\":\"2\"}}}", "{\"agents\":{\"a\":{\"tasks\":1,\"ok\":2}}}",
                             "{\"agents\":{\"a\":{\"tasks\":1,\"latency\":{\"buckets\":{\"x\":1}}}}}"})
    {
        const auto book = metrics_book::parse(text, "agents.json");
        BOOST_TEST_REQUIRE(!book.has_value(), text);
        BOOST_TEST(to_string(book.error()).starts_with("agents.json"), to_string(book.error()));
    }
}

BOOST_AUTO_TEST_SUITE_END()
