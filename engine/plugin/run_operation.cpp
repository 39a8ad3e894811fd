#include "engine/plugin/run_operation.hpp"

#include "engine/base/async_event.hpp"
#include "engine/base/cancellation.hpp"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <utility>

namespace codexflow::plugin {
namespace {

/// One operation and whoever awaits it. The operation may outlive this when it is left behind.
class awaited_operation
{
public:
    awaited_operation(const component_instance& instance, chunk_consumer& consumer)
        : io_(instance.host().shared.io), ended_(io_),
          op_(new cflow_op(io_, instance.host(), consumer, [this](operation_end end) {
              op_ = nullptr;
              finish(std::move(end));
          }))
    {
    }

    void start(const component_instance& instance, const std::string& verb, const std::string& request)
    {
        op_->start(instance.table<cflow_async_v1>(), instance.self(), verb, request);
    }

    void cancel(cancel_reason reason)
    {
        if (op_ == nullptr)
            return;
        const cflow_status why = reason == cancel_reason::deadline ? CFLOW_E_TIMEOUT : CFLOW_E_CANCELLED;
        op_->cancel(why);
        grace_ = std::make_unique<boost::asio::steady_timer>(io_, cancel_grace);
        grace_->async_wait([this, why, still_here = std::weak_ptr<char>(here_)](boost::system::error_code stopped) {
            if (!stopped && !still_here.expired() && op_ != nullptr)
                leave_behind(why);
        });
    }

    /// Set when the operation has ended; take_end() then says how.
    async_event& ended() noexcept { return ended_; }
    operation_end take_end() noexcept { return std::move(end_); }

private:
    void leave_behind(cflow_status why)
    {
        std::exchange(op_, nullptr)->detach();
        operation_end end;
        end.status = why;
        end.text = "the plugin did not stop when it was told to and was left behind";
        finish(std::move(end));
    }

    void finish(operation_end end)
    {
        end_ = std::move(end);
        ended_.set();
    }

    boost::asio::io_context& io_;
    async_event ended_;
    std::unique_ptr<boost::asio::steady_timer> grace_; ///< Of a cancelled operation.
    std::shared_ptr<char> here_ = std::make_shared<char>(); ///< Expires with this object.
    operation_end end_;
    cflow_op* op_;
};

} // namespace

boost::asio::awaitable<operation_end> run_operation(const component_instance& instance, std::string verb,
                                                    std::string request, chunk_consumer& consumer,
                                                    cancel_source& cancel)
{
    if (cancel.cancelled())
    {
        operation_end never;
        never.status = cancel.reason() == cancel_reason::deadline ? CFLOW_E_TIMEOUT : CFLOW_E_CANCELLED;
        never.text = "stopped before it began";
        co_return never;
    }
    awaited_operation running(instance, consumer);
    cancel_subscription stop;
    running.start(instance, verb, request);
    std::string().swap(request); // the plugin has what it needs; prompts can be long and calls many
    cancel.subscribe(stop, [&](cancel_reason reason) { running.cancel(reason); });
    while (!running.ended().is_set())
        co_await running.ended().wait_once(); // no coroutine of its own: thousands wait here at once
    co_return running.take_end();
}

} // namespace codexflow::plugin
