#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace codexflow {
namespace net {
class deadline_sweeper;
}
namespace plugin {
class component_instance;
}
} // namespace codexflow

namespace codexflow::gateway {

/// What a plugin may take to end well what it keeps.
inline constexpr std::chrono::milliseconds close_limit{3000};

/** The operation "serve" of a plugin with tools: what it keeps between calls, a process or a connection, lives in it.
 *  Most plugins have none, which is found out by asking.
 *
 *  Owned by the tool gateway; engine thread only. end() comes before destruction while under_way(). */
class tool_serving
{
public:
    /// Begins. @p instance outlives this.
    explicit tool_serving(plugin::component_instance& instance);
    ~tool_serving();
    tool_serving(const tool_serving&) = delete;
    tool_serving& operator=(const tool_serving&) = delete;

    bool under_way() const noexcept;

    /** Asks the plugin to close what it keeps and awaits that, at most close_limit; then the operation is cancelled.
     *  Never fails: what did not end well ends all the same. */
    boost::asio::awaitable<void> end(net::deadline_sweeper& sweeper);

private:
    struct state;

    plugin::component_instance& instance_;
    std::shared_ptr<state> state_; ///< Shared with the operation's coroutine.
};

} // namespace codexflow::gateway
