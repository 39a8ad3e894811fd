#include "engine/metrics/metrics_collector.hpp"

#include "engine/base/clock.hpp"
#include "engine/metrics/journal_metrics.hpp"
#include "engine/metrics/metrics_json.hpp"
#include "engine/record/event_json.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;

namespace {

std::optional<double> price(std::string_view provider, std::string_view model, const token_usage& usage)
{
    if (!usage.known || provider == "unpriced")
        return std::nullopt;
    return static_cast<double>(usage.input + usage.output) * (model == "dear" ? 1.0 : 0.5);
}

/// A run whose events go to a collector, and as lines to a text.
struct session
{
    metrics_collector live{"run-1", price};
    std::string journal;
    std::int64_t now_us = 1'700'000'000'000'000;
    std::uint64_t seq = 0;
    const task_ref one{"one-1", "one", "coder", "local", "dear"}, two{"two-1", "two", "tester", "local", ""};

    void tell(const task_ref* task, event::payload body)
    {
        const run_event what{++seq, now_us, task, body};
        std::string line;
        const std::string ts = iso_time(now_us);
        write_json(what, {"run-1", ts, -1}, line);
        journal += line;
        live.on_event(what, line);
    }
    void say(const task_ref* task, std::string_view text)
    {
        event::chunk piece;
        piece.text = text;
        tell(task, piece);
    }
    void later(std::int64_t ms) { now_us += ms * 1000; }

    run_metrics from_journal() const
    {
        const test::temp_dir folder;
        const auto read = measure_journal(folder.write("journal.jsonl", journal), price);
        BOOST_TEST_REQUIRE(read.has_value());
        return *read;
    }
};

std::string text_of(const run_metrics& run)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("id", run.run_id).member("ended", run.ended_us);
    for (const auto& [id, one] : run.agents)
    {
        out.key(id).begin_object();
        write_sums(out, one);
        write_derived(out, one);
        out.end_object();
    }
    out.end_object();
    return text;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(metrics_collector_suite, session)

BOOST_AUTO_TEST_CASE(everything_is_measured_and_the_journal_says_the_same)
{
    tell(nullptr, event::run_started{});
    tell(&one, event::task_started{});
    later(40);
    say(&one, "he");
    later(500);
    say(&one, "llo");
    tell(&one, event::retry{"local", 1, "a", 5, 429, "rate_limited", "slow down"});
    tell(&one, event::tool_end{"call-1", "read", "ok"});
    tell(&one, event::tool_end{"call-2", "shell", "denied"});
    tell(&one, event::tool_end{"call-3", "shell", "truncated"});
    later(460);
    tell(&one, event::task_complete{1000, "stop", {true, 10, 20}, "hello", 2, "local"});
    tell(&two, event::task_started{});
    tell(&two, event::failover{"local", "unpriced", "server", "boom"});
    tell(&two, event::task_error{30, error(errc::unavailable, "gone"), {true, 1, 0}, ""});
    tell(nullptr, event::run_complete{});

    const run_metrics run = live.finish();
    BOOST_TEST(run.ended_us == now_us);
    const agent_metrics& coder = run.agents.at("coder");
    BOOST_TEST(coder.tasks == 1U);
    BOOST_TEST(coder.ok == 1U);
    BOOST_TEST(coder.first_chunk.percentile(50) == 40U);
    BOOST_TEST(coder.latency.percentile(50) == 1000U);
    BOOST_TEST(coder.retries == 1U);
    BOOST_TEST(coder.tool_calls == 3U);
    BOOST_TEST(coder.tool_failures == 1U);
    BOOST_TEST(coder.denied == 1U);
    BOOST_TEST(coder.cost_usd == 30.0);
    const agent_metrics& tester = run.agents.at("tester");
    BOOST_TEST(tester.failed() == 1U);
    BOOST_TEST(tester.failures.at("unavailable") == 1U);
    BOOST_TEST(tester.failovers == 1U);
    BOOST_TEST(tester.first_chunk.empty());
    BOOST_TEST(tester.cost_usd == 0.5);
    BOOST_TEST(text_of(from_journal()) == text_of(run));
}

BOOST_AUTO_TEST_CASE(a_task_that_is_done_again_counts_once_and_what_it_used_counts_all)
{
    tell(&one, event::task_started{});
    later(10);
    tell(&one, event::task_error{10, error(errc::unavailable, "gone"), {true, 5, 0}, ""});
    tell(&two, event::task_started{});
    later(1000); // and here the process was killed
    tell(&one, event::task_started{});
    later(7);
    say(&one, "x");
    later(13);
    tell(&one, event::task_complete{20, "stop", {true, 5, 5}, "x"});
    const agents_metrics all = live.finish().agents;
    BOOST_TEST(all.at("coder").tasks == 1U);
    BOOST_TEST(all.at("coder").ok == 1U);
    BOOST_TEST(all.at("coder").failures.empty());
    BOOST_TEST(all.at("coder").total_ms == 20U);
    BOOST_TEST(all.at("coder").first_chunk.percentile(50) == 7U);
    BOOST_TEST(all.at("coder").input_tokens == 10U);
    BOOST_TEST(all.at("coder").cost_usd == 15.0);
    BOOST_TEST(all.at("tester").tasks == 0U);
    BOOST_TEST(all.at("tester").cancelled == 1U);
    BOOST_TEST(text_of(from_journal()) == text_of(live.finish()));
}

BOOST_AUTO_TEST_CASE(cancelled_tasks_are_no_failures)
{
    tell(&one, event::task_started{});
    tell(&one, event::task_error{10, error(errc::cancelled, "cancelled: interrupted"), {}, ""});
    const agent_metrics coder = live.finish().agents.at("coder");
    BOOST_TEST(coder.tasks == 0U);
    BOOST_TEST(coder.cancelled == 1U);
    BOOST_TEST(coder.counted == 0U);
    BOOST_TEST(coder.priced == 0U);
}

BOOST_AUTO_TEST_CASE(a_clock_that_goes_back_measures_nothing_negative)
{
    tell(&one, event::task_started{});
    later(-5000);
    say(&one, "x");
    tell(&one, event::task_complete{20, "stop", {}, "x"});
    BOOST_TEST(live.finish().agents.at("coder").first_chunk.percentile(50) == 0U);
}

BOOST_AUTO_TEST_CASE(a_journal_without_an_event_is_an_error)
{
    const test::temp_dir folder;
    BOOST_TEST(!measure_journal(folder.write("journal.jsonl", "garbage\n"), price).has_value());
    BOOST_TEST(!measure_journal(folder / "none", price).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
