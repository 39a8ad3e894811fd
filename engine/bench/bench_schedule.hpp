#pragma once

#include <cstddef>
#include <optional>

namespace codexflow::bench {

/// One call to be made.
struct call_slot
{
    std::size_t provider = 0;
    unsigned round = 1; ///< From 1, of the warm-up or of what is counted.
    bool warm_up = false;
};

/** Decides which call is made next. Pure: told what ended, asked what to start.
 *
 *  Every round asks each provider once, in their order (a b, a b, ...): whatever drifts meanwhile, the
 *  network or the machine, meets all of them alike. The warm-up has ended before anything counts. */
class bench_schedule
{
public:
    /// @param runs calls of each provider that count.
    /// @param max_parallel calls under way at once, at least 1.
    bench_schedule(std::size_t providers, unsigned warm_up, unsigned runs, unsigned max_parallel);

    /// The next call that may start now, marked as under way; nothing if none may.
    std::optional<call_slot> next();
    /// A call has ended, however it did.
    void ended() { --running_; }
    /// Nothing is started from here on.
    void stop() { next_ = total_; }

    /// Nothing is under way and nothing will be.
    bool over() const noexcept { return running_ == 0 && next_ == total_; }
    /// Calls that count, all in all.
    std::size_t counted() const noexcept { return total_ - warm_up_; }

private:
    const std::size_t providers_;
    const std::size_t warm_up_; ///< Calls of it.
    const std::size_t total_;
    const std::size_t most_;
    std::size_t next_ = 0;
    std::size_t running_ = 0;
};

} // namespace codexflow::bench
