#pragma once

#include "engine/gateway/approval.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <deque>
#include <optional>

namespace codexflow {
class async_event;
class clock;
class recorder;
namespace net {
class deadline_sweeper;
}
} // namespace codexflow

namespace codexflow::gateway {

struct tool_request;

/** Takes the calls that policies leave to a person to that person, one at a time, and remembers what holds
 *  for more than one. Whoever waits here does not spend the time of its task.
 *  Owned by the tool gateway; engine thread only. */
class approval_desk
{
public:
    /// The references outlive this.
    approval_desk(net::deadline_sweeper& sweeper, clock& time, recorder& record)
        : sweeper_(sweeper), clock_(time), record_(record)
    {
    }

    /// @param who Outlives this.
    /// @param patience How long an answer is waited for; zero: as long as it takes.
    void use(approver& who, std::chrono::milliseconds patience);
    /// Without anybody to ask, nobody waits.
    bool open() const noexcept { return who_ != nullptr; }

    /** What becomes of the ask in @p said: allow, or deny with a reason that says who said so. Emits
     *  approval_asked, if a person was asked, and approval_given, unless the call was cancelled.
     *  open() holds. The references stay valid until the await completes. */
    boost::asio::awaitable<policy_verdict> settle(const tool_request& call, const tool_question& asked,
                                                  const policy_verdict& said, cancel_source& cancel);

private:
    class lease;
    struct reply
    {
        std::optional<approval> answer; ///< Nothing: there was none ...
        bool late = false;              ///< ... in time.
    };

    boost::asio::awaitable<void> wait_for_turn(lease& mine, cancel_source& cancel);
    boost::asio::awaitable<reply> ask(const tool_request& call, const tool_question& asked, const policy_verdict& said,
                                      cancel_source& cancel);
    void call_next();
    policy_verdict conclude(policy_verdict said, const reply& given) const;

    net::deadline_sweeper& sweeper_;
    clock& clock_;
    recorder& record_;
    approver* who_ = nullptr;
    std::chrono::milliseconds patience_{0};
    standing_answers standing_;
    bool busy_ = false;                 ///< A question is being asked.
    std::deque<async_event*> waiting_; ///< Of those whose question is not asked yet; in their frames.
};

} // namespace codexflow::gateway
