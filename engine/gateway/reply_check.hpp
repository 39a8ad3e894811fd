#pragma once

#include "engine/base/error.hpp"

#include <optional>

namespace codexflow::gateway {

struct model_reply;

/** Why a reply is no answer although the call went well: the model declined, a filter stopped it, or nothing
 *  was said. @p spoke: some text came. Nothing when it is an answer. */
std::optional<error> fault_of_reply(const model_reply& reply, bool spoke);

} // namespace codexflow::gateway
