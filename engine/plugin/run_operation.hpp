#pragma once

#include "engine/plugin/component_instance.hpp"
#include "engine/plugin/operation.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>

namespace codexflow {
class cancel_source;
}

namespace codexflow::plugin {

/// How long a plugin may take to end after it was told to, before it is left behind.
inline constexpr std::chrono::milliseconds cancel_grace{100};

/** From C to coroutines, for every asynchronous kind: runs one operation to its end.
 *  When @p cancel is stopped the operation is told; a plugin that then does not end within
 *  cancel_grace is left behind, its later output dropped.
 *  All references must stay valid until the await completes. */
boost::asio::awaitable<operation_end> run_operation(const component_instance& instance, std::string verb,
                                                    std::string request, chunk_consumer& consumer,
                                                    cancel_source& cancel);

} // namespace codexflow::plugin
