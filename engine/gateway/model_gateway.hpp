#pragma once

#include "engine/gateway/model.hpp"
#include "engine/gateway/model_call.hpp"
#include "engine/gateway/provider_queue.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace codexflow {
class cancel_source;
class clock;
namespace plugin {
class component_instance;
struct operation_end;
} // namespace plugin
} // namespace codexflow

namespace codexflow::gateway {

/** Door one: every model call of the program passes here. What must hold for all of them holds here and
 *  nowhere else: the only retry loop, the limits of each provider, failover, later budgets and replay.
 *  The deciding parts are pure (model_call, rate_governor); this performs them.
 *
 *  Owned by the run; engine thread only. */
class model_gateway
{
public:
    model_gateway(boost::asio::io_context& io, clock& time) : io_(io), clock_(time) {}

    /// One provider, under the number that calls use for it: 0, 1, ... in the order of adding.
    /// @param model asked for when a request comes here by failover; empty: the provider's own default.
    /// @param max_parallel calls at once; 0: no limit but what the provider says.
    void add_provider(std::string name, plugin::component_instance& instance, std::string model, unsigned max_parallel,
                      const retry_settings& retries);

    /** Runs one model call: asks the providers in this order until one answers.
     *  The references must stay valid until the await completes.
     *  Errors: what the last provider met, with its name in front; cancelled. After a piece has gone to
     *  @p caller nothing is tried again: the error is of kind "interrupted" then. */
    boost::asio::awaitable<result<reply_ptr>> complete(std::vector<std::size_t> providers,
                                                       const model_request& request, const task_ref& who,
                                                       model_caller& caller, cancel_source& cancel);

private:
    struct entry
    {
        std::string name;
        plugin::component_instance* instance;
        std::string model;
        retry_settings retries;
        std::unique_ptr<provider_queue> queue;
    };
    struct attempt;
    struct next_step
    {
        std::optional<result<reply_ptr>> outcome; ///< The call has ended.
        std::optional<model_call::pause> wait;
    };

    boost::asio::awaitable<void> try_once(attempt& one, const model_request& request, const task_ref& who,
                                          model_caller& caller, cancel_source& cancel);
    static void fail(attempt& one, error why);
    void note_end(attempt& one, const plugin::operation_end& end, provider_queue::permit& permit);
    next_step settle(attempt& got, model_call& call, model_caller& caller, const cancel_source& cancel);
    boost::asio::awaitable<void> sleep(model_call::pause wait, model_caller& caller, cancel_source& cancel);
    double jitter();

    boost::asio::io_context& io_;
    clock& clock_;
    std::vector<entry> providers_;
};

} // namespace codexflow::gateway
