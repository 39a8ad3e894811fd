#include "engine/net/deadline_sweeper.hpp"

namespace codexflow::net {

using steady = std::chrono::steady_clock;

void deadline_sweeper::arm(entry& wait, std::chrono::milliseconds limit)
{
    disarm(wait);
    if (limit.count() <= 0)
        return;
    wait.at_ = steady::now() + limit;
    entries_.push_back(wait);
    schedule();
}

void deadline_sweeper::disarm(entry& wait) noexcept
{
    if (wait.is_linked())
        wait.unlink();
}

void deadline_sweeper::schedule()
{
    if (ticking_)
        return;
    ticking_ = true;
    timer_.expires_after(grain);
    timer_.async_wait([this](boost::system::error_code stopped) {
        if (stopped)
            return; // by our destructor, and nothing else: there is no `this` any more
        ticking_ = false;
        sweep();
    });
}

void deadline_sweeper::sweep()
{
    const auto now = steady::now();
    boost::intrusive::list<entry, boost::intrusive::constant_time_size<false>> waiting;
    waiting.swap(entries_);
    while (!waiting.empty())
    {
        entry& next = waiting.front();
        next.unlink();
        if (next.at_ > now)
            entries_.push_back(next);
        else
            next.on_late_(); // may destroy any entry, also one still in `waiting`
    }
    if (!entries_.empty())
        schedule();
}

} // namespace codexflow::net
