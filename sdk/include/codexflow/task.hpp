#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

/** @file
 *  codexflow::task<T>: the coroutine type of plugin code. Standard library only. */
namespace codexflow {

template <class T> class task;

namespace detail {

/// What promises of all result types share: who waits, and what went wrong.
struct task_promise_base
{
    std::coroutine_handle<> waiter;
    std::exception_ptr error;

    struct final_awaiter
    {
        bool await_ready() const noexcept { return false; }
        template <class Promise>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> self) const noexcept
        {
            const std::coroutine_handle<> next = self.promise().waiter;
            return next ? next : std::noop_coroutine();
        }
        void await_resume() const noexcept {}
    };

    std::suspend_always initial_suspend() const noexcept { return {}; }
    final_awaiter final_suspend() const noexcept { return {}; }
    void unhandled_exception() noexcept { error = std::current_exception(); }
};

template <class T> struct task_promise : task_promise_base
{
    std::optional<T> value;

    task<T> get_return_object() noexcept;
    template <class U> void return_value(U&& v) { value.emplace(std::forward<U>(v)); }
    T take()
    {
        if (error)
            std::rethrow_exception(error);
        return std::move(*value);
    }
};

template <> struct task_promise<void> : task_promise_base
{
    task<void> get_return_object() noexcept;
    void return_void() const noexcept {}
    void take() const
    {
        if (error)
            std::rethrow_exception(error);
    }
};

} // namespace detail

/** A lazy computation that may wait for the host: it starts when it is awaited, by exactly one
 *  waiter, and ends before that waiter goes on. Owned by whoever holds it; destroying a task that
 *  waits destroys its frame and everything it owns.
 *
 *  Threads: as its operation, [op]. A task never resumes anybody from another thread.
 *
 *  A child that ends without waiting costs no stack: its parent goes on in its own frame, whatever
 *  the optimisation level, so a loop of a million such awaits is safe. */
template <class T = void> class [[nodiscard]] task
{
public:
    using promise_type = detail::task_promise<T>;

    explicit task(std::coroutine_handle<promise_type> frame) noexcept : frame_(frame) {}
    task(task&& other) noexcept : frame_(std::exchange(other.frame_, {})) {}
    task& operator=(task&& other) noexcept
    {
        std::swap(frame_, other.frame_);
        return *this;
    }
    ~task()
    {
        if (frame_)
            frame_.destroy();
    }

    bool await_ready() const noexcept { return false; }

    /// Runs the child until it ends or waits. Host calls never complete inline (rule R5), so nothing
    /// can resume the child between its first wait and the moment the waiter is written down.
    bool await_suspend(std::coroutine_handle<> waiter)
    {
        frame_.resume();
        if (frame_.done())
            return false;
        frame_.promise().waiter = waiter;
        return true;
    }
    T await_resume() { return frame_.promise().take(); }

private:
    std::coroutine_handle<promise_type> frame_;
};

template <class T> task<T> detail::task_promise<T>::get_return_object() noexcept
{
    return task<T>(std::coroutine_handle<task_promise>::from_promise(*this));
}
inline task<void> detail::task_promise<void>::get_return_object() noexcept
{
    return task<void>(std::coroutine_handle<task_promise>::from_promise(*this));
}

} // namespace codexflow
