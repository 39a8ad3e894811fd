#include "engine/bench/bench_schedule.hpp"

namespace codexflow::bench {

bench_schedule::bench_schedule(std::size_t providers, unsigned warm_up, unsigned runs, unsigned max_parallel)
    : providers_(providers), warm_up_(providers * warm_up), total_(warm_up_ + providers * runs), most_(max_parallel)
{
}

std::optional<call_slot> bench_schedule::next()
{
    const bool last_warm_up_call_is_out = next_ == warm_up_;
    if (next_ == total_ || running_ >= most_ || (last_warm_up_call_is_out && running_ != 0 && warm_up_ != 0))
        return std::nullopt;
    const bool warming = next_ < warm_up_;
    const std::size_t number = warming ? next_ : next_ - warm_up_;
    ++next_;
    ++running_;
    return call_slot{number % providers_, static_cast<unsigned>(number / providers_ + 1), warming};
}

} // namespace codexflow::bench
