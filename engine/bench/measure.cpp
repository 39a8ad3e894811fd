#include "engine/bench/measure.hpp"

#include "engine/gateway/reply_check.hpp"
#include "engine/gateway/timed_call.hpp"

#include <optional>
#include <utility>

namespace codexflow::bench {
namespace {

std::optional<error> fault_of(const gateway::timed_answer& answer)
{
    if (answer.reply)
        return gateway::fault_of_reply(**answer.reply, !answer.text.empty());
    if (answer.reply.error().code == errc::cancelled)
        return error(errc::plugin_misbehaved, "the provider reported a cancellation nobody asked for");
    return answer.reply.error();
}

error masked(error what, const measure_context& context)
{
    for (std::string* text : {&what.message, &what.detail, &what.hint})
        *text = context.mask(std::move(*text));
    return what;
}

} // namespace

measured_call measure(const call_slot& slot, std::int64_t started_us, gateway::timed_answer answer,
                      const measure_context& context)
{
    measured_call row;
    row.provider = slot.provider;
    row.round = slot.round;
    row.started_us = started_us;
    row.total_us = answer.total_us;
    row.waited_us = answer.waited_us;
    row.attempts = answer.retries + 1;
    if (context.streamed)
        row.first_us = answer.first_us;
    if (auto why = fault_of(answer))
        row.failure = masked(std::move(*why), context);
    if (!answer.reply)
        return row;
    const gateway::model_reply& reply = **answer.reply;
    row.usage = reply.usage;
    row.cost = gateway::cost_usd(context.prices.find(context.who.name, {reply.model, context.who.model}), row.usage);
    row.model = context.mask(reply.model);
    row.finish = context.mask(reply.finish);
    // Masked as a whole: a secret that the preview would cut in two is still found.
    row.preview = preview_of(context.mask(std::move(answer.text)));
    return row;
}

} // namespace codexflow::bench
