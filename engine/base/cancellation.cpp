#include "engine/base/cancellation.hpp"

#include <utility>

namespace codexflow {

std::string_view to_string(cancel_reason reason) noexcept
{
    switch (reason)
    {
    case cancel_reason::none: return "none";
    case cancel_reason::interrupted: return "interrupted";
    case cancel_reason::terminated: return "terminated";
    case cancel_reason::hung_up: return "hung_up";
    case cancel_reason::deadline: return "deadline";
    case cancel_reason::output_lost: return "output_lost";
    case cancel_reason::abandoned: return "abandoned";
    }
    return "unknown";
}

cancel_source::cancel_source(cancel_source& upper)
{
    upper.subscribe(upper_, [this](cancel_reason reason) { cancel(reason); });
}

void cancel_source::cancel(cancel_reason reason)
{
    if (cancelled())
        return;
    reason_ = reason;
    while (!waiters_.empty())
    {
        cancel_subscription& next = waiters_.front();
        waiters_.pop_front();
        const auto call = std::move(next.on_cancel_); // the callback may destroy its subscription
        call(reason);
    }
}

void cancel_source::subscribe(cancel_subscription& place, cancel_subscription::callback callback)
{
    if (cancelled())
    {
        callback(reason_);
        return;
    }
    place.on_cancel_ = std::move(callback);
    waiters_.push_back(place);
}

} // namespace codexflow
