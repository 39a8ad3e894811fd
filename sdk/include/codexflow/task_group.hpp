#pragma once

#include <codexflow/task.hpp>

#include <coroutine>
#include <cstddef>
#include <exception>
#include <utility>

/** @file
 *  Several tasks of one operation, beside each other. */
namespace codexflow {

/** Tasks that go on while their operation does something else: reads one channel while it writes another.
 *
 *      codexflow::task_group beside;
 *      beside.start(read_errors(child));
 *      ...
 *      co_await beside.ended();             // before anything they use goes
 *
 *  Must be awaited before it is destroyed: a task that still waits would come back to nothing. What a task throws ends
 *  that task only, cancellation included; what it has to tell it tells by what it leaves behind.
 *  Threads: [op], all of one operation. */
class task_group
{
public:
    task_group() = default;
    task_group(const task_group&) = delete;
    task_group& operator=(const task_group&) = delete;

    /// Begins @p one at once and comes back when it waits for the first time.
    void start(task<void> one)
    {
        ++running_;
        follow(*this, std::move(one));
    }

    bool empty() const noexcept { return running_ == 0; }

    /// Awaits the end of all of them. One waiter at a time.
    auto ended() noexcept { return all_ended{*this}; }

private:
    /// Runs a task whose end nobody awaits. Destroys itself.
    struct follower
    {
        struct promise_type
        {
            follower get_return_object() const noexcept { return {}; }
            std::suspend_never initial_suspend() const noexcept { return {}; }
            std::suspend_never final_suspend() const noexcept { return {}; }
            void return_void() const noexcept {}
            [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }
        };
    };

    struct all_ended
    {
        explicit all_ended(task_group& of) noexcept : group(of) {}
        bool await_ready() const noexcept { return group.empty(); }
        void await_suspend(std::coroutine_handle<> then) const noexcept { group.then_ = then; }
        void await_resume() const noexcept {}

        task_group& group;
    };

    static follower follow(task_group& group, task<void> one)
    {
        try
        {
            co_await one;
        }
        catch (...) // the task's own business, see above
        {
        }
        group.leave();
    }

    void leave()
    {
        if (--running_ == 0 && then_)
            std::exchange(then_, {}).resume(); // which may destroy this
    }

    std::size_t running_ = 0;
    std::coroutine_handle<> then_;
};

} // namespace codexflow
