#include "engine/memory/memory_front.hpp"

#include "engine/base/clock.hpp"
#include "engine/run/model_session.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

using namespace codexflow;
using namespace codexflow::memories;
using boost::asio::awaitable;

namespace {

/// A store of the sample plugin and everything that is told of it.
struct fixture
{
    test::temp_dir dir;
    system_clock time;
    plugin::catalog plugins = plugin::catalog::scan({{CODEXFLOW_SAMPLE_MEMORIES}, {}}).value();
    model_session session{time, plugins, {}};
    std::vector<append_report> told;
    std::optional<memory_front> front;

    void open(const std::string& mode, unsigned works = 0)
    {
        const std::string settings = R"({"path":")" + (dir.path() / "kept").string() + R"(","mode":")" + mode + R"(","works":)" +
                                     std::to_string(works) + "}";
        const auto instance = session.service().open_memory("sample-memory", settings, plugins);
        front.emplace(*instance.value(), "sample-memory", time, session.limits(), [this](append_report one) { told.push_back(std::move(one)); });
    }
    static std::string entry(const std::string& task)
    {
        return R"({"ts":"2026-11-22T14:34:12.123Z","alias":"a","task_id":")" + task + R"(","output":"x"})";
    }
    awaitable<void> append_and_close(std::size_t count, std::chrono::milliseconds limit)
    {
        for (std::size_t i = 0; i != count; ++i)
            front->append(entry("t-" + std::to_string(i)), "t-" + std::to_string(i));
        BOOST_TEST((count == 0 || front->busy()));
        co_await front->close(limit);
        BOOST_TEST(!front->busy());
    }
    void run(std::size_t count, std::chrono::milliseconds limit = std::chrono::milliseconds(0))
    {
        session.perform([&](cancel_source&) { return append_and_close(count, limit); });
    }
    std::size_t kept() const
    {
        std::size_t sum = 0;
        for (const append_report& one : told)
            sum += one.kept ? one.task_ids.size() : 0;
        return sum;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(memory_fronts, fixture)

BOOST_AUTO_TEST_CASE(entries_are_kept_in_order_and_in_few_batches)
{
    open("keep");
    run(1000);
    BOOST_TEST(kept() == 1000U);
    BOOST_TEST(told.size() <= 5U); // 256 at once
    std::size_t next = 0;
    for (const append_report& one : told)
        for (const std::string& id : one.task_ids)
            BOOST_TEST(id == "t-" + std::to_string(next++));
    const std::string text = test::read_file(dir.path() / "kept");
    BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 1000);
}

BOOST_AUTO_TEST_CASE(a_front_that_has_nothing_to_write_closes_at_once)
{
    open("keep");
    run(0);
    BOOST_TEST(told.empty());
}

BOOST_AUTO_TEST_CASE(every_entry_is_told_of_also_when_the_store_fails)
{
    open("refuse", 1);
    run(2000);
    const std::size_t first = kept(); // one batch: what was there when writing began
    BOOST_TEST(first >= 1U);
    BOOST_TEST(first <= batch_entries);
    std::size_t lost = 0;
    for (const append_report& one : told)
        if (!one.kept)
        {
            lost += one.task_ids.size();
            BOOST_TEST(one.why.get().message.find("memory 'sample-memory'") == 0U);
        }
    BOOST_TEST(lost == 2000U - first);
    BOOST_TEST(told.size() == 1U + failures_limit + 1U); // then it is not asked any more, and the rest is told together
    BOOST_TEST(told.back().why.get().message.find("is not asked any more") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(closing_does_not_wait_for_a_store_that_hangs)
{
    open("hang");
    run(600, std::chrono::milliseconds(100));
    BOOST_TEST(kept() == 0U);
    std::size_t lost = 0;
    for (const append_report& one : told)
        lost += one.task_ids.size();
    BOOST_TEST(lost == 600U);
    BOOST_TEST((told.front().why.get().code == errc::deadline_exceeded));
}

BOOST_AUTO_TEST_CASE(what_waits_is_bounded_by_those_who_ask)
{
    open("keep");
    BOOST_TEST(!front->crowded());
    session.perform([&](cancel_source&) -> awaitable<void> {
        const std::string long_text(1U << 20U, 'x');
        for (int i = 0; i != 5; ++i)
            front->append(R"({"ts":"2026-11-22T14:34:12.123Z","alias":"a","output":")" + long_text + "\"}", "t");
        BOOST_TEST(front->crowded());
        co_await front->flush();
        BOOST_TEST(!front->crowded());
    });
    BOOST_TEST(kept() == 5U);
}

BOOST_AUTO_TEST_CASE(questions_and_their_answers)
{
    open("keep");
    run(3);
    std::vector<std::string> found;
    session.perform([&](cancel_source& cancel) -> awaitable<void> {
        entry_query what;
        what.which.alias = "a";
        what.limit = 2;
        memory_front::taker take = [&](std::string_view document) { found.emplace_back(document); };
        const auto end = co_await front->query(what, take, cancel);
        BOOST_TEST(end.value().count == 2U);
        const auto all = co_await front->list(cancel);
        BOOST_TEST(all.value().aliases.at(0).entries == 3U);
        entry_filter one;
        one.task_id = "t-1";
        const auto gone = co_await front->forget(one, cancel);
        BOOST_TEST(gone.value() == 1U);
        compaction_rule rule;
        rule.max_entries = 1;
        const std::chrono::milliseconds no_limit(0);
        const auto done = co_await front->compact(rule, no_limit, cancel);
        BOOST_TEST(done.value().removed == 1U);
    });
    BOOST_REQUIRE(found.size() == 2U);
    BOOST_TEST(found[0].find("t-2") != std::string::npos); // newest first
}

BOOST_AUTO_TEST_CASE(a_store_without_a_server_says_so)
{
    open("gone");
    session.perform([&](cancel_source& cancel) -> awaitable<void> {
        entry_query what;
        memory_front::taker nobody;
        const auto end = co_await front->query(what, nobody, cancel);
        BOOST_TEST((end.error().code == errc::unavailable));
        BOOST_TEST(end.error().message == "memory 'sample-memory': nobody listens at sample://nowhere");
    });
}

BOOST_AUTO_TEST_SUITE_END()
