#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace codexflow::gateway {

/// What one model call came to. Microseconds since it began.
struct call_times
{
    std::optional<std::int64_t> first_us; ///< Until the first piece of text or reasoning; unset: none came.
    std::int64_t total_us = 0;
    std::int64_t waited_us = 0; ///< Of the total: between tries, and held back because fewer requests are wanted.
    unsigned retries = 0;       ///< Tries that failed and were repeated.
};

/** Measures one model call: told what happens and when, by any one clock, it knows what that came to. Pure. */
class call_meter
{
public:
    explicit call_meter(std::int64_t now_us) : began_us_(now_us), covered_us_(now_us) {}

    void on_piece(std::int64_t now_us)
    {
        if (!times_.first_us)
            times_.first_us = now_us - began_us_;
    }
    /// A try failed; the next one comes after @p delay.
    void on_retry(std::int64_t now_us, std::chrono::milliseconds delay);
    /// The call begins (or ends) to be held back. May lie inside the delay of a retry.
    void on_hold(std::int64_t now_us, bool waiting);
    /// Once, at the end.
    call_times end(std::int64_t now_us);

private:
    void cover(std::int64_t from_us, std::int64_t to_us);

    const std::int64_t began_us_;
    std::int64_t covered_us_; ///< Waits up to here are counted: those that overlap count once.
    std::optional<std::int64_t> held_since_us_;
    call_times times_;
};

} // namespace codexflow::gateway
