#include "engine/gateway/reply_check.hpp"

#include "engine/gateway/model.hpp"

namespace codexflow::gateway {

std::optional<error> fault_of_reply(const model_reply& reply, bool spoke)
{
    if (!reply.refusal.empty())
        return error(errc::permission_denied, "the model declined to answer").with_detail(reply.refusal);
    if (reply.finish == "content_filter")
        return error(errc::permission_denied, "the provider's content filter stopped the answer");
    if (!spoke)
        return error(errc::protocol, "the model ended its turn without saying anything")
            .with_hint("finish reason: " + reply.finish);
    return std::nullopt;
}

} // namespace codexflow::gateway
