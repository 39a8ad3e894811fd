#pragma once

#include <codexflow/failure.hpp>
#include <codexflow/view.hpp>

#include <chrono>
#include <coroutine>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

/** @file
 *  The author's side of one running operation, and the awaiting of host calls. Awaiting allocates
 *  nothing: the awaiter, in the coroutine's frame, is the callback's user data. */
namespace codexflow {

/// How loud a log line is.
enum class log_level : std::int32_t
{
    debug = CFLOW_LOG_DEBUG,
    info = CFLOW_LOG_INFO,
    warning = CFLOW_LOG_WARNING,
    error = CFLOW_LOG_ERROR
};

namespace detail {

/// Awaits a host call that answers with a status alone. Start is called as start(done, ud).
template <class Start> class status_call
{
public:
    status_call(Start start, const char* what) : start_(std::move(start)), what_(what) {}

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter)
    {
        waiter_ = waiter;
        start_(&status_call::done, this);
    }
    void await_resume() const { check(status_, what_); }

private:
    static void done(void* ud, cflow_status status) noexcept
    {
        auto* self = static_cast<status_call*>(ud);
        self->status_ = status;
        self->waiter_.resume();
    }

    Start start_;
    const char* what_;
    std::coroutine_handle<> waiter_;
    cflow_status status_ = CFLOW_OK;
};

/// The service @p id of this host; throws failure(CFLOW_E_UNSUPPORTED) when the host does not serve it.
template <class Table> const Table& service(const cflow_host* host, std::string_view id)
{
    const void* table = host->get_service(host, to_abi(id));
    if (table == nullptr)
        throw failure(CFLOW_E_UNSUPPORTED, "this host does not serve " + std::string(id));
    return *static_cast<const Table*>(table);
}

template <class T> struct async_thunks;

} // namespace detail

/** One running operation. Made by the SDK when the host starts one, destroyed after its coroutine has
 *  ended and the host has let go of it; a reference stays valid as long as the coroutine runs.
 *
 *  Threads: [op]. Every member may throw failure(CFLOW_E_CANCELLED) once the host wants the operation
 *  to stop; let it pass, the SDK reports the end. */
class operation : private cflow_task
{
public:
    operation(const cflow_host* host, cflow_op* handle, cflow_str verb, cflow_str request)
        : cflow_task{}, host_(host), handle_(handle), verb_(from_abi(verb)), request_(from_abi(request))
    {
        struct_size = sizeof(cflow_task);
        cflow_task::release = [](cflow_task* self) noexcept { delete static_cast<operation*>(self); };
    }
    operation(const operation&) = delete;
    operation& operator=(const operation&) = delete;

    /// What is asked for: "chat", "call", ... Valid as long as the operation.
    std::string_view verb() const noexcept { return verb_; }
    /// The request document, JSON. Valid as long as the operation.
    std::string_view request() const noexcept { return request_; }

    const cflow_host* host() const noexcept { return host_; }
    cflow_op* handle() const noexcept { return handle_; }
    /// The part of this object that the host knows.
    cflow_task* abi_task() noexcept { return this; }

    /** Streams one piece out. The bytes are taken before this returns; the await waits only while the
     *  consumer is behind, which is how a slow reader slows the model's connection down.
     *  @param kind CFLOW_CHUNK_*.
     *  @param index The tool call's number for the two tool kinds. */
    auto emit(std::uint32_t kind, std::string_view data, std::uint32_t index = 0)
    {
        const cflow_chunk chunk{sizeof(cflow_chunk), kind, index, 0, to_abi(data)};
        const cflow_status status = host_->op_emit(handle_, &chunk);
        check(status, "emit");
        return emit_call(*this, status == CFLOW_WAIT);
    }
    auto emit_text(std::string_view text) { return emit(CFLOW_CHUNK_TEXT, text); }

    /// Waits at least @p delay.
    auto sleep_for(std::chrono::microseconds delay)
    {
        const auto& timer = detail::service<cflow_timer_v1>(host_, CFLOW_SERVICE_TIMER);
        const auto us = static_cast<std::uint64_t>(delay.count() < 0 ? 0 : delay.count());
        return detail::status_call(
            [this, &timer, us](cflow_done_fn done, void* ud) { timer.sleep(handle_, us, done, ud); }, "sleep");
    }

    /// A line for the host's diagnostics, with this plugin's name on it. No secrets.
    void log(log_level level, std::string_view text) const
    {
        const auto* table = static_cast<const cflow_log_v1*>(host_->get_service(host_, to_abi(CFLOW_SERVICE_LOG)));
        if (table != nullptr)
            table->write(host_, static_cast<std::int32_t>(level), to_abi(text));
    }

private:
    class emit_call
    {
    public:
        emit_call(operation& op, bool wait) noexcept : op_(op), wait_(wait) {}
        bool await_ready() const noexcept { return !wait_; }
        void await_suspend(std::coroutine_handle<> waiter) noexcept
        {
            waiter_ = waiter;
            op_.host_->op_wait_writable(op_.handle_, &emit_call::done, this);
        }
        void await_resume() const { check(status_, "emit"); }

    private:
        static void done(void* ud, cflow_status status) noexcept
        {
            auto* self = static_cast<emit_call*>(ud);
            self->status_ = status;
            self->waiter_.resume();
        }
        operation& op_;
        bool wait_;
        std::coroutine_handle<> waiter_;
        cflow_status status_ = CFLOW_OK;
    };

    const cflow_host* host_;
    cflow_op* handle_;
    std::string verb_;
    std::string request_;
};

} // namespace codexflow
