#pragma once

#include "engine/gateway/rate_governor.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <vector>

/** @file
 *  Calls of a rate_governor against servers that limit requests, all in virtual time. */
namespace codexflow::test {

/// Says when the next request would be admitted, in ms from @p now; nothing: now.
class request_limit
{
public:
    virtual ~request_limit() = default;
    virtual std::optional<std::int64_t> take(std::int64_t now_us) = 0;
};

/// So many requests in each period of the clock.
class fixed_window final : public request_limit
{
public:
    fixed_window(std::size_t most, std::int64_t period_us) : most_(most), period_(period_us) {}
    std::optional<std::int64_t> take(std::int64_t now) override
    {
        if (now / period_ != window_)
        {
            window_ = now / period_;
            used_ = 0;
        }
        if (used_ == most_)
            return (window_ + 1) * period_ - now;
        ++used_;
        return std::nullopt;
    }

private:
    std::size_t most_;
    std::int64_t period_;
    std::int64_t window_ = -1;
    std::size_t used_ = 0;
};

/// So many requests in any stretch of that length.
class sliding_window final : public request_limit
{
public:
    sliding_window(std::size_t most, std::int64_t period_us) : most_(most), period_(period_us) {}
    std::optional<std::int64_t> take(std::int64_t now) override
    {
        while (!taken_.empty() && taken_.front() + period_ <= now)
            taken_.pop_front();
        if (taken_.size() == most_)
            return taken_.front() + period_ - now;
        taken_.push_back(now);
        return std::nullopt;
    }

private:
    std::size_t most_;
    std::int64_t period_;
    std::deque<std::int64_t> taken_;
};

/// So many at once, one more with every part of the period.
class token_bucket final : public request_limit
{
public:
    token_bucket(std::size_t most, std::int64_t period_us)
        : most_(static_cast<double>(most)), rate_(most_ / static_cast<double>(period_us)), tokens_(most_)
    {
    }
    std::optional<std::int64_t> take(std::int64_t now) override
    {
        tokens_ = std::min(most_, tokens_ + static_cast<double>(now - at_) * rate_);
        at_ = now;
        if (tokens_ < 1)
            return static_cast<std::int64_t>((1 - tokens_) / rate_) + 1;
        tokens_ -= 1;
        return std::nullopt;
    }

private:
    double most_, rate_, tokens_;
    std::int64_t at_ = 0;
};

struct simulation_settings
{
    std::size_t tasks = 200;
    std::size_t at_once = 200;       ///< Tasks that want to send at the same time.
    std::int64_t trip_us = 3'000;    ///< From sending to the first sign of an answer.
    std::int64_t work_us = 5'000;    ///< From there to the end.
    std::int64_t hint_unit_us = 1'000'000; ///< Retry-After is rounded up to this.
    unsigned retries = 2;
};

struct simulation_result
{
    std::int64_t took_us = 0;
    std::size_t seen = 0, refused = 0, failed = 0;
    unsigned most_tries = 0;
    std::size_t most_at_once = 0;
};

/// Runs all tasks to their end.
inline simulation_result simulate(gateway::rate_governor& governor, request_limit& server,
                                  const simulation_settings& settings)
{
    struct task
    {
        gateway::rate_governor::ticket ticket;
        unsigned tries = 0;
    };
    std::mt19937 random(5);
    std::uniform_real_distribution<double> jitter(0, 1);
    std::list<task> tasks(settings.tasks);
    std::deque<task*> line;
    std::multimap<std::int64_t, std::function<void()>> agenda;
    simulation_result result;
    auto next = tasks.begin();
    std::int64_t now = 0;
    const auto join = [&] {
        if (next != tasks.end())
            line.push_back(&*next++);
    };
    for (std::size_t i = 0; i != settings.at_once; ++i)
        join();
    const auto at = [&](std::int64_t delay, std::function<void()> what) { agenda.emplace(now + delay, std::move(what)); };
    const auto leave = [&](task& one) {
        governor.end(one.ticket);
        join();
    };
    const auto send = [&](task& one) {
        governor.send(one.ticket, now);
        ++one.tries;
        ++result.seen;
        result.most_tries = std::max(result.most_tries, one.tries);
        result.most_at_once = std::max(result.most_at_once, governor.in_flight());
        at(settings.trip_us / 2, [&] {
            const auto wait = server.take(now);
            at(settings.trip_us - settings.trip_us / 2, [&, wait] {
                if (!wait)
                {
                    governor.admit(one.ticket);
                    at(settings.work_us, [&] { leave(one); });
                    return;
                }
                ++result.refused;
                const std::int64_t unit = settings.hint_unit_us;
                const std::chrono::milliseconds hint((*wait + unit - 1) / unit * unit / 1000);
                governor.refuse(one.ticket, now, hint, jitter(random));
                governor.end(one.ticket);
                if (one.tries > settings.retries)
                {
                    ++result.failed;
                    return join();
                }
                at(hint.count() * 1000, [&] { line.push_front(&one); });
            });
        });
    };
    for (;;)
    {
        std::optional<std::int64_t> held;
        while (!line.empty() && !(held = governor.hold(now)))
        {
            task& one = *line.front();
            line.pop_front();
            send(one);
        }
        std::int64_t then = agenda.empty() ? gateway::rate_governor::never : agenda.begin()->first;
        if (!line.empty())
            then = std::min(then, *held);
        if (then == gateway::rate_governor::never)
            break;
        BOOST_TEST_REQUIRE(then >= now);
        now = then;
        while (!agenda.empty() && agenda.begin()->first <= now)
        {
            const auto what = std::move(agenda.begin()->second);
            agenda.erase(agenda.begin());
            what();
        }
    }
    BOOST_TEST_REQUIRE(line.empty());
    result.took_us = now;
    return result;
}

} // namespace codexflow::test
