#include "engine/gateway/call_meter.hpp"

#include <algorithm>

namespace codexflow::gateway {

void call_meter::on_retry(std::int64_t now_us, std::chrono::milliseconds delay)
{
    ++times_.retries;
    cover(now_us, now_us + std::chrono::microseconds(delay).count());
}

void call_meter::on_hold(std::int64_t now_us, bool waiting)
{
    if (waiting)
    {
        held_since_us_ = now_us;
        return;
    }
    if (held_since_us_)
        cover(*held_since_us_, now_us);
    held_since_us_.reset();
}

call_times call_meter::end(std::int64_t now_us)
{
    on_hold(now_us, false);
    times_.total_us = now_us - began_us_;
    times_.waited_us = std::min(times_.waited_us, times_.total_us); // it was stopped in the middle of a wait
    return times_;
}

void call_meter::cover(std::int64_t from_us, std::int64_t to_us)
{
    from_us = std::max(from_us, covered_us_);
    if (to_us <= from_us)
        return;
    times_.waited_us += to_us - from_us;
    covered_us_ = to_us;
}

} // namespace codexflow::gateway
