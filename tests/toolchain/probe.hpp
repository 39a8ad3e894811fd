#pragma once

#include <coroutine>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <utility>

/** @file
 *  What the probes share. Each probe is a program with one coroutine of a shape that some compiler
 *  miscompiles. It exits 0 when the code did what C++ says, 1 when an object was lost or destroyed
 *  twice; a crash says the same. The probes break the house rule for co_await on purpose. */
namespace probe {

/// Counts what lives; a double destruction makes the count negative.
inline int living = 0;

struct tracked
{
    explicit tracked(std::string text) : value(std::move(text)), self(this) { ++living; }
    tracked(tracked&& other) noexcept : value(std::move(other.value)), self(this) { ++living; }
    tracked(const tracked& other) : value(other.value), self(this) { ++living; }
    tracked& operator=(const tracked& other) = default;
    ~tracked()
    {
        // A bitwise copy, or a second destruction, does not know where it lives.
        if (self != this)
            std::_Exit(1);
        self = nullptr;
        --living;
    }

    std::string value;
    tracked* self;
};

/// A lazy coroutine that resumes its awaiter when it is done.
template <class T> class task
{
public:
    struct promise_type
    {
        std::optional<T> value;
        std::coroutine_handle<> waiter = std::noop_coroutine();

        task get_return_object() { return task(std::coroutine_handle<promise_type>::from_promise(*this)); }
        std::suspend_always initial_suspend() noexcept { return {}; }
        struct final_awaiter
        {
            bool await_ready() noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> self) noexcept
            {
                return self.promise().waiter;
            }
            void await_resume() noexcept {}
        };
        final_awaiter final_suspend() noexcept { return {}; }
        void unhandled_exception() { std::terminate(); }
        void return_value(T result) { value.emplace(std::move(result)); }
    };

    task(task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    ~task()
    {
        if (handle_)
            handle_.destroy();
    }

    bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiter)
    {
        handle_.promise().waiter = waiter;
        return handle_;
    }
    T await_resume() { return std::move(*handle_.promise().value); }

    /// Runs it to its end; no probe waits for anything outside.
    T run()
    {
        handle_.resume();
        return std::move(*handle_.promise().value);
    }

private:
    explicit task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}

    std::coroutine_handle<promise_type> handle_;
};

inline task<int> number(int n) { co_return n; }
inline task<tracked> object(std::string text) { co_return tracked(std::move(text)); }

/// The exit code: 0 when @p right and nothing is left or missing.
inline int verdict(bool right) { return right && living == 0 ? 0 : 1; }

inline const std::string long_text(100, 'x'); // longer than what a std::string holds inside

} // namespace probe
