#include "engine/plugin/operation.hpp"

#include "engine/plugin/services.hpp"

#include <codexflow/view.hpp>

#include <boost/asio/post.hpp>

#include <utility>

namespace {

/// op_wait_writable: waits for the consumer, whose word may come after this call has been aborted.
struct writable_call final : cflow_call
{
    writable_call(cflow_op& op, cflow_done_fn done, void* ud) : cflow_call(op), done_(done), ud_(ud) { begin(); }

    std::weak_ptr<writable_call*> handle() const { return self_; }

    void abort() override
    {
        status_ = CFLOW_E_CANCELLED; // also when the consumer's word is already under way
        finish_soon();
    }

    void finish_soon()
    {
        if (std::exchange(finishing_, true))
            return;
        boost::asio::post(op_.io(), [this] {
            if (status_ == CFLOW_OK)
                op_.welcome();
            finish(std::unique_ptr<cflow_call>(this), [done = done_, ud = ud_, status = status_] { done(ud, status); });
        });
    }

private:
    cflow_done_fn done_;
    void* ud_;
    cflow_status status_ = CFLOW_OK;
    std::shared_ptr<writable_call*> self_ = std::make_shared<writable_call*>(this);
    bool finishing_ = false;
};

/// Sizes of band 1.0: what a plugin of any minor fills in.
constexpr std::size_t chunk_size = offsetof(cflow_chunk, data) + sizeof(cflow_str);

} // namespace

cflow_op::cflow_op(boost::asio::io_context& io, const codexflow::plugin::host_view& host, consumer& to,
                   std::function<void(end)> on_end)
    : io_(io), host_(host), work_(io.get_executor()), consumer_(&to), on_end_(std::move(on_end))
{
}

void cflow_op::start(const cflow_async_v1& table, void* self, std::string_view verb, std::string_view request)
{
    using namespace codexflow;
    place_ = plugin::place_of(host_.sandbox, request);
    retain(); // for the duration of start: the plugin may call op_done inside it
    call_plugin("start", [&] {
        cflow_task* task = nullptr;
        const cflow_status status = table.start(self, to_abi(verb), to_abi(request), this, &task);
        if (status < 0)
            done(status, {});
        else
            task_ = task;
    });
    release();
}

void cflow_op::cancel(cflow_status why)
{
    if (done_ || stopped())
        return;
    stopped_ = why;
    call_plugin("cancel", [&] {
        if (task_ != nullptr && CFLOW_HAS(task_, cflow_task, cancel))
            task_->cancel(task_, why);
    });
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
    left_behind_ = true;
    ++host_.shared.left_behind;
}

void cflow_op::post(cflow_fn fn, void* ud)
{
    retain();
    boost::asio::post(io_, [this, fn, ud] {
        call_plugin("a posted function", [&] { fn(ud); });
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
    if (done_ || chunk == nullptr || chunk->struct_size < chunk_size)
        return CFLOW_E_INVALID;
    if (stopped())
        return stopped_ == CFLOW_E_TOO_LARGE ? stopped_ : CFLOW_E_CANCELLED;
    if (told_to_wait_)
    {
        unheeded_ += chunk->data.len + codexflow::plugin::chunk_cost;
        if (unheeded_ > codexflow::plugin::unheeded_limit)
        {
            decide(CFLOW_E_TOO_LARGE, "the plugin went on streaming although it was told to wait");
            return CFLOW_E_TOO_LARGE;
        }
    }
    bool behind = false;
    try
    {
        behind = consumer_ != nullptr && !consumer_->on_chunk(*chunk);
    }
    catch (...) // a bug of ours or no memory; the plugin's frames are on the stack and must not be unwound
    {
        decide(CFLOW_E_FAILED, "this program could not take what was streamed");
        return CFLOW_E_CANCELLED;
    }
    if (!behind)
        welcome();
    told_to_wait_ = behind;
    return behind ? CFLOW_WAIT : CFLOW_OK;
}

void cflow_op::welcome() noexcept
{
    told_to_wait_ = false;
    unheeded_ = 0;
}

cflow_call* cflow_op::wait_writable(cflow_done_fn on_writable, void* ud)
{
    auto* call = new writable_call(*this, on_writable, ud);
    if (refusal() != CFLOW_OK || consumer_ == nullptr)
        call->abort();
    else
        consumer_->when_ready([waiting = call->handle()] {
            if (const auto still_there = waiting.lock())
                (*still_there)->finish_soon();
        });
    return call;
}

/// Ends it as the host says: the plugin is asked to stop, and what it then reports does not matter.
void cflow_op::decide(cflow_status status, std::string text)
{
    decided_ = true;
    end_.status = status;
    end_.text = std::move(text);
    stopped_ = status;
    abort_calls();
    tell_later();
}

/// task.cancel, but not from inside a call that the plugin makes.
void cflow_op::tell_later()
{
    retain();
    boost::asio::post(io_, [this] {
        call_plugin("cancel", [&] {
            if (!done_ && task_ != nullptr && CFLOW_HAS(task_, cflow_task, cancel))
                task_->cancel(task_, CFLOW_E_CANCELLED);
        });
        release();
    });
}

void cflow_op::done(cflow_status status, std::string_view text)
{
    if (done_)
        return; // a second end has no meaning; the first one stands
    done_ = true;
    if (!decided_)
    {
        // What the plugin makes of a cancellation is its own business; why it was cancelled is ours.
        end_.status = status >= 0 ? CFLOW_OK : stopped() ? stopped_ : status;
        end_.text = text;
    }
    abort_calls();
    release();
}

void cflow_op::fail_for_exception(const char* where) noexcept
{
    broken_ = true;
    task_ = nullptr; // release would not be safe either
    if (done_)
        return; // it had ended; what it said stands
    decided_ = true;
    end_.status = stopped_ = CFLOW_E_EXCEPTION;
    end_.text = std::string("it threw an exception out of ") + where;
    done(CFLOW_E_EXCEPTION, {});
}

void cflow_op::finalise()
{
    call_plugin("release", [&] {
        if (task_ != nullptr && CFLOW_HAS(task_, cflow_task, release))
            task_->release(task_);
    });
    owned_.clear_and_dispose([](cflow_owned* forgotten) { delete forgotten; });
    if (left_behind_)
        --host_.shared.left_behind;
    const auto on_end = std::move(on_end_);
    end outcome = std::move(end_);
    delete this;
    if (on_end)
        on_end(std::move(outcome));
}
