#pragma once

#include <codexflow/operation.hpp>

#include <algorithm>
#include <chrono>
#include <coroutine>
#include <memory>
#include <utility>
#include <vector>

/** @file
 *  Waiting in one operation for what another one of the same component does. */
namespace codexflow {

/** Wakes operations that wait. A wake-up is not kept for those who come later: a waiter looks at what it waits for,
 *  waits, and looks again.
 *
 *      while (!ready_)
 *          co_await changed_.wait(op);          // in one operation
 *      ready_ = true; changed_.wake();          // in another
 *
 *  For components whose manifest says "threading":"serial", or several threads would meet here. Outlives its waiters. */
class wakeup
{
    /// One who waits. Shared with the word that is on its way to it.
    struct waiter
    {
        explicit waiter(operation& one) noexcept : op(one) {}

        operation& op;
        cflow_call* sleep = nullptr; ///< While it waits.
        bool woken = false;
    };

public:
    class waiting
    {
    public:
        waiting(wakeup& from, operation& op, std::chrono::milliseconds limit)
            : from_(from),
              me_(std::make_shared<waiter>(op)),
              limit_(limit)
        {}

        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> then)
        {
            then_ = then;
            const auto& timer = detail::service<cflow_timer_v1>(me_->op.host(), CFLOW_SERVICE_TIMER);
            from_.waiting_.push_back(me_);
            const auto us = static_cast<std::uint64_t>(std::chrono::microseconds(limit_).count());
            me_->sleep = timer.sleep(me_->op.handle(), us, &waiting::done, this);
        }
        /// @return whether it was woken; false: the limit has passed. Throws failure when cancelled.
        bool await_resume() const
        {
            if (me_->woken)
                return true;
            std::erase(from_.waiting_, me_);
            check(status_, "waiting");
            return false;
        }

    private:
        static void done(void* ud, cflow_status status) noexcept
        {
            auto* self = static_cast<waiting*>(ud);
            self->me_->sleep = nullptr;
            self->status_ = status;
            self->then_.resume();
        }

        wakeup& from_;
        std::shared_ptr<waiter> me_;
        std::chrono::milliseconds limit_;
        std::coroutine_handle<> then_;
        cflow_status status_ = CFLOW_OK;
    };

    wakeup() = default;
    wakeup(const wakeup&) = delete;
    wakeup& operator=(const wakeup&) = delete;

    /// Awaits the next wake(), or that @p limit has passed. @p op is the waiter's own operation.
    waiting wait(operation& op, std::chrono::milliseconds limit = std::chrono::hours(24 * 365))
    {
        return {*this, op, limit};
    }

    /// Wakes all who wait, each on its own operation and not from inside this call.
    void wake()
    {
        for (std::shared_ptr<waiter>& each : std::exchange(waiting_, {}))
        {
            each->woken = true;
            operation& op = each->op;
            op.host()->op_post(op.handle(), &wakeup::end_sleep, new std::shared_ptr<waiter>(std::move(each)));
        }
    }

private:
    static void end_sleep(void* ud) noexcept
    {
        const std::unique_ptr<std::shared_ptr<waiter>> held(static_cast<std::shared_ptr<waiter>*>(ud));
        const waiter& who = **held;
        if (who.sleep != nullptr) // or it was cancelled meanwhile
            who.op.host()->call_cancel(who.sleep);
    }

    std::vector<std::shared_ptr<waiter>> waiting_;
};

} // namespace codexflow
