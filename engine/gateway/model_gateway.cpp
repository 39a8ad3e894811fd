#include "engine/gateway/model_gateway.hpp"

#include "engine/base/cancellation.hpp"
#include "engine/base/clock.hpp"
#include "engine/gateway/model_json.hpp"
#include "engine/plugin/run_operation.hpp"
#include "engine/plugin/status.hpp"

#include <utility>

namespace codexflow::gateway {

void model_gateway::add_provider(std::string name, plugin::component_instance& instance)
{
    providers_.push_back(entry{std::move(name), &instance});
}

boost::asio::awaitable<result<model_reply>> model_gateway::complete(std::size_t provider, const model_request& request,
                                                                    const task_ref& who,
                                                                    plugin::chunk_consumer& consumer,
                                                                    cancel_source& cancel)
{
    const entry& to = providers_[provider];
    const std::string attempt_id = make_task_id(clock_);
    std::string document = write_request(request, who, attempt_id);
    std::string verb = "chat";
    const plugin::component_instance& instance = *to.instance;
    plugin::operation_end end =
        co_await plugin::run_operation(instance, std::move(verb), std::move(document), consumer, cancel);
    const std::string who_failed = "provider '" + to.name + "'";
    if (end.status < 0)
        co_return plugin::error_of(end.status, end.text, who_failed);
    auto reply = read_reply(end.text);
    if (!reply)
        co_return std::move(reply.error()).under(who_failed);
    co_return std::move(reply);
}

} // namespace codexflow::gateway
