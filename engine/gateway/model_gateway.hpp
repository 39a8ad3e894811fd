#pragma once

#include "engine/gateway/model.hpp"
#include "engine/plugin/operation.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace codexflow {
class cancel_source;
class clock;
namespace plugin {
class component_instance;
}
} // namespace codexflow

namespace codexflow::gateway {

/** Door one: every model call of the program passes here. What must hold for all of them (the only
 *  retry loop, limits per provider, failover, later budgets and replay) belongs here and nowhere else;
 *  as of now a call is tried once.
 *
 *  Owned by the run; engine thread only. */
class model_gateway
{
public:
    explicit model_gateway(clock& time) : clock_(time) {}

    /// A provider, under the number that calls use for it: 0, 1, ... in the order of adding.
    void add_provider(std::string name, plugin::component_instance& instance);

    /** Runs one model call; its pieces go to @p consumer as they come. The references must stay valid
     *  until the await completes. Errors: whatever the provider met, with its name in front. */
    boost::asio::awaitable<result<model_reply>> complete(std::size_t provider, const model_request& request,
                                                         const task_ref& who, plugin::chunk_consumer& consumer,
                                                         cancel_source& cancel);

private:
    struct entry
    {
        std::string name;
        plugin::component_instance* instance;
    };
    clock& clock_;
    std::vector<entry> providers_;
};

} // namespace codexflow::gateway
