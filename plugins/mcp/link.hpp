#pragma once

#include "plugins/mcp/conversation.hpp"
#include "plugins/mcp/settings.hpp"

#include <codexflow/operation.hpp>
#include <codexflow/task.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace codexflow::mcp {

/// What a connection tells the one who keeps it.
struct link_events
{
    std::function<void()> down;                                  ///< It is over: see link::fault.
    std::function<void()> tools_changed;                         ///< The server says so.
    std::function<void(log_level, const std::string&)> remark;   ///< For the log: what the server says or does wrongly.
};

/// Longer than any run.
inline constexpr std::chrono::milliseconds for_ever = std::chrono::hours(24 * 365);

/** One connection to a server, by whichever transport. Made, opened and closed by its keeper, in the operation "serve";
 *  other operations ask over it and hold it as long as they do. One thread ("threading":"serial").
 *  What goes wrong is thrown as failure. */
class link
{
public:
    virtual ~link() = default;

    /// Keeper: makes it ready for the first message. drop() is owed whatever comes of it.
    virtual task<void> open(operation& keeper) = 0;
    /** Sends a request and awaits its answer, in the operation of whoever asks. When that is cancelled the server is
     *  told, unless it is the greeting. @param params a JSON object. */
    virtual task<rpc_answer> ask(operation& op, std::string method, std::string params,
                                 std::chrono::milliseconds limit) = 0;
    /// Sends a notification and awaits that it is on its way, in any operation.
    virtual task<void> say(operation& op, std::string method) = 0;
    /// What was agreed in the greeting.
    virtual void agreed(const std::string& revision) = 0;
    /// Keeper: says good-bye as the transport has it. Bounded in time.
    virtual task<void> close(operation& keeper) = 0;
    /// Keeper: the end, also without good-bye; awaits that nothing of it is under way in the keeper's operation.
    virtual task<void> drop() = 0;

    /// Why nothing can be asked any more, in words; empty while it can.
    const std::string& fault() const noexcept { return fault_; }

protected:
    link(const server_settings& about, link_events events);
    link(const link&) = delete;
    link& operator=(const link&) = delete;

    /// Ends it, once: nothing can be asked any more.
    void fail(const std::string& why);
    /// Acts on what a message means; answers and replies go to the two functions below.
    void take(std::string_view message);
    virtual void on_answer(std::uint64_t id, rpc_answer answer) = 0;
    virtual void on_reply(std::string message) = 0;
    /// A line for the log, as long as there have not been too many.
    void remark(log_level level, std::string_view text);

    const server_settings& about_;
    conversation talk_;

private:
    link_events events_;
    std::string fault_;
    std::size_t remarks_ = 0;
};

} // namespace codexflow::mcp
