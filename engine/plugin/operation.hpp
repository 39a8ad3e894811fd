#pragma once

#include "engine/plugin/tool_confinement.hpp"

#include <codexflow/abi.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/intrusive/list.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

/** @file
 *  The host's side of a running operation. cflow_op and cflow_call are the opaque types of abi.h, so
 *  they live in the global namespace. Everything runs on the engine thread, which makes [op] true for
 *  free; retain, release and post may come from any thread. */
namespace codexflow::plugin {

struct host_view;

/// Who takes what an operation emits. Engine thread; outlives the operation or detaches it.
class chunk_consumer
{
public:
    /// Takes one chunk; false when the producer should wait before the next.
    virtual bool on_chunk(const cflow_chunk& chunk) = 0;
    /// Calls @p go once, when the next chunk is welcome: from inside this call if it is by now.
    virtual void when_ready(std::function<void()> go) = 0;

protected:
    ~chunk_consumer() = default;
};

/// How an operation ended.
struct operation_end
{
    cflow_status status = CFLOW_OK;
    std::string text; ///< The result document, an error document, or a message.
};

/// A plugin that goes on emitting although it was told to wait is failed after this many bytes ...
inline constexpr std::size_t unheeded_limit = std::size_t{1} << 20;
/// ... of which each chunk costs this many beside its own, because an event is made of it.
inline constexpr std::size_t chunk_cost = 256;

} // namespace codexflow::plugin

/// What a plugin opened and has to close. What it forgot is freed with its operation.
struct cflow_owned : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>
{
    virtual ~cflow_owned() = default;
};

/** One host call in flight. Completes exactly once, never inline: abort() only makes that happen soon. */
struct cflow_call : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>
{
    explicit cflow_call(cflow_op& op) : op_(op) {}
    virtual ~cflow_call() = default;
    cflow_call(const cflow_call&) = delete;
    cflow_call& operator=(const cflow_call&) = delete;

    /// The operation wants to end, or the plugin does not want the answer any more.
    virtual void abort() = 0;

protected:
    /// Counts this call as in flight.
    void begin();
    /// Takes it out and runs the plugin's callback, which may free this.
    template <class F> void complete(F&& callback);
    /// The same for a call that is over then: frees it first.
    template <class F> static void finish(std::unique_ptr<cflow_call> call, F&& callback);

    cflow_op& op_;
};

struct cflow_op
{
    using consumer = codexflow::plugin::chunk_consumer;
    using end = codexflow::plugin::operation_end;

    /** @param host What the instance may use; outlives the operation.
     *  @param on_end Called once, last: every callback was delivered and the plugin has let go. */
    cflow_op(boost::asio::io_context& io, const codexflow::plugin::host_view& host, consumer& to,
             std::function<void(end)> on_end);
    cflow_op(const cflow_op&) = delete;
    cflow_op& operator=(const cflow_op&) = delete;

    /// Calls the plugin's start. The operation owns itself from here on.
    void start(const cflow_async_v1& table, void* self, std::string_view verb, std::string_view request);
    /// Fails every call, in flight and later, and tells the plugin. Idempotent.
    void cancel(cflow_status why);
    /// Stops listening: nothing reaches the consumer or on_end any more. For a plugin that does not end;
    /// until it does, it counts in service_context::left_behind.
    void detach();

    // The functions of cflow_host.
    void post(cflow_fn fn, void* ud);
    void retain() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
    void release() noexcept;
    cflow_status emit(const cflow_chunk* chunk);
    cflow_call* wait_writable(cflow_done_fn done, void* ud);
    void done(cflow_status status, std::string_view text);

    boost::asio::io_context& io() noexcept { return io_; }
    const codexflow::plugin::host_view& host() const noexcept { return host_; }
    /// Of the processes that it starts; decided when it starts itself.
    const codexflow::plugin::process_place& place() const noexcept { return place_; }
    /// What calls of this operation must fail with by now; CFLOW_OK while it may go on.
    cflow_status refusal() const noexcept { return stopped_ != CFLOW_OK || done_ ? CFLOW_E_CANCELLED : CFLOW_OK; }
    /// It was cancelled or failed, rather than ended by itself.
    bool stopped() const noexcept { return stopped_ != CFLOW_OK; }
    /// Frees @p thing with this operation unless it is freed before.
    void own(cflow_owned& thing) { owned_.push_back(thing); }
    /// The consumer has caught up.
    void welcome() noexcept;

private:
    friend struct cflow_call;
    template <class F> void call_plugin(const char* where, F&& f) noexcept;
    void fail_for_exception(const char* where) noexcept;
    void decide(cflow_status status, std::string text);
    void tell_later();
    void finalise();
    void abort_calls();

    boost::asio::io_context& io_;
    const codexflow::plugin::host_view& host_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    codexflow::plugin::process_place place_;
    consumer* consumer_;
    std::function<void(end)> on_end_;
    std::atomic<int> references_{1}; ///< One until done, one for each call, post and retain.
    cflow_task* task_ = nullptr;
    boost::intrusive::list<cflow_call, boost::intrusive::constant_time_size<false>> calls_;
    boost::intrusive::list<cflow_owned, boost::intrusive::constant_time_size<false>> owned_;
    end end_;
    cflow_status stopped_ = CFLOW_OK; ///< Why it must not go on.
    std::size_t unheeded_ = 0;        ///< Bytes emitted since the plugin was told to wait.
    bool told_to_wait_ = false;
    bool decided_ = false; ///< end_ is what the host says, whatever the plugin will.
    bool broken_ = false;  ///< It threw: its state is unknown, none of its code is called any more.
    bool done_ = false;
    bool left_behind_ = false;
};

inline void cflow_call::begin()
{
    op_.retain();
    op_.calls_.push_back(*this);
}

template <class F> void cflow_call::complete(F&& callback)
{
    unlink();
    cflow_op& op = op_;
    op.call_plugin("a callback", callback);
    op.release();
}

template <class F> void cflow_call::finish(std::unique_ptr<cflow_call> call, F&& callback)
{
    cflow_op& op = call->op_;
    call.reset();
    op.call_plugin("a callback", callback);
    op.release();
}

/// Runs @p f, which calls the plugin, unless the plugin has thrown before; what it throws ends with it.
template <class F> void cflow_op::call_plugin(const char* where, F&& f) noexcept
{
    if (broken_)
        return;
    try
    {
        f();
    }
    catch (...)
    {
        fail_for_exception(where);
    }
}
