#include "engine/plugin/operation.hpp"

#include <codexflow/view.hpp>

#include <boost/asio/post.hpp>

#include <memory>
#include <utility>

namespace {

/// op_wait_writable: waits for the consumer, whose word may come after this call has been aborted.
struct writable_call final : cflow_call
{
    writable_call(cflow_op& op, cflow_done_fn done, void* ud) : cflow_call(op), done_(done), ud_(ud) { begin(); }

    std::weak_ptr<writable_call*> handle() const { return self_; }

    void abort() override { finish_soon(CFLOW_E_CANCELLED); }

    void finish_soon(cflow_status status)
    {
        if (std::exchange(finishing_, true))
            return;
        boost::asio::post(op_.io(), [this, status] {
            const auto done = done_;
            void* const ud = ud_;
            complete([&] {
                delete this;
                done(ud, status);
            });
        });
    }

private:
    cflow_done_fn done_;
    void* ud_;
    std::shared_ptr<writable_call*> self_ = std::make_shared<writable_call*>(this);
    bool finishing_ = false;
};

} // namespace

cflow_op::cflow_op(boost::asio::io_context& io, const codexflow::plugin::host_view& host, consumer& to,
                   std::function<void(end)> on_end)
    : io_(io), host_(host), work_(io.get_executor()), consumer_(&to), on_end_(std::move(on_end))
{
}

void cflow_op::start(const cflow_async_v1& table, void* self, std::string_view verb, std::string_view request)
{
    using namespace codexflow;
    retain(); // for the duration of start: the plugin may call op_done inside it
    cflow_status status = CFLOW_E_EXCEPTION;
    try
    {
        cflow_task* task = nullptr;
        status = table.start(self, to_abi(verb), to_abi(request), this, &task);
        task_ = status < 0 ? nullptr : task;
    }
    catch (...)
    {
        end_.text = "it threw an exception out of start";
    }
    if (status < 0 && !done_)
        done(status, end_.text);
    release();
}

void cflow_op::cancel(cflow_status why)
{
    if (done_ || cancelled_ != CFLOW_OK)
        return;
    cancelled_ = why;
    if (task_ != nullptr && CFLOW_HAS(task_, cflow_task, cancel))
        task_->cancel(task_, why);
    abort_calls();
}

void cflow_op::abort_calls()
{
    for (auto at = calls_.begin(); at != calls_.end();)
        (at++)->abort();
}

void cflow_op::detach()
{
    consumer_ = nullptr;
    on_end_ = nullptr;
    work_.reset();
}

void cflow_op::post(cflow_fn fn, void* ud)
{
    retain();
    boost::asio::post(io_, [this, fn, ud] {
        try
        {
            fn(ud);
        }
        catch (...)
        {
            fail_for_exception();
        }
        release();
    });
}

void cflow_op::release() noexcept
{
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1)
        boost::asio::post(io_, [this] { finalise(); }); // never from inside a call of the plugin
}

cflow_status cflow_op::emit(const cflow_chunk* chunk)
{
    if (done_ || chunk == nullptr || chunk->struct_size < sizeof(cflow_chunk))
        return CFLOW_E_INVALID;
    if (cancelled_ != CFLOW_OK)
        return cancelled_;
    if (told_to_wait_)
    {
        unheeded_ += chunk->data.len;
        if (unheeded_ > codexflow::plugin::unheeded_limit)
        {
            cancel(CFLOW_E_TOO_LARGE);
            return CFLOW_E_TOO_LARGE;
        }
    }
    if (consumer_ != nullptr && !consumer_->on_chunk(*chunk))
    {
        told_to_wait_ = true;
        return CFLOW_WAIT;
    }
    return CFLOW_OK;
}

cflow_call* cflow_op::wait_writable(cflow_done_fn on_writable, void* ud)
{
    auto* call = new writable_call(*this, on_writable, ud);
    told_to_wait_ = false;
    unheeded_ = 0;
    if (cancelled_ != CFLOW_OK || consumer_ == nullptr)
    {
        call->finish_soon(cancelled_ != CFLOW_OK ? cancelled_ : CFLOW_E_CANCELLED);
        return call;
    }
    consumer_->when_ready([waiting = call->handle()] {
        if (const auto still_there = waiting.lock())
            (*still_there)->finish_soon(CFLOW_OK);
    });
    return call;
}

void cflow_op::done(cflow_status status, std::string_view text)
{
    if (done_)
        return; // a second end has no meaning; the first one stands
    done_ = true;
    // What the plugin makes of a cancellation is its own business; why it was cancelled is ours.
    end_.status = cancelled_ != CFLOW_OK && status < 0 ? cancelled_ : status;
    end_.text = text;
    if (cancelled_ == CFLOW_OK)
        cancelled_ = CFLOW_E_CANCELLED;
    abort_calls();
    release();
}

void cflow_op::fail_for_exception() noexcept
{
    task_ = nullptr; // its state is unknown: release would not be safe
    done(CFLOW_E_EXCEPTION, "it threw an exception out of a callback");
}

void cflow_op::finalise()
{
    if (task_ != nullptr && CFLOW_HAS(task_, cflow_task, release))
        task_->release(task_);
    const auto on_end = std::move(on_end_);
    end outcome = std::move(end_);
    delete this;
    if (on_end)
        on_end(std::move(outcome));
}
