#pragma once

#include "engine/gateway/approval_desk.hpp"
#include "engine/gateway/argument_schema.hpp"
#include "engine/gateway/model.hpp"
#include "engine/gateway/policy_chain.hpp"
#include "engine/gateway/tool.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace codexflow {
class cancel_source;
class clock;
class recorder;
namespace net {
class deadline_sweeper;
}
namespace plugin {
class component_instance;
}
} // namespace codexflow

namespace codexflow::gateway {

struct tool_limits
{
    std::chrono::milliseconds timeout{120'000}; ///< Of one call.
    std::size_t output_bytes = 65'536;          ///< Of one result; a longer one is kept in a file.
};

/// What a model is shown of a result that is kept in a file.
inline constexpr std::size_t preview_bytes = 4096;
/// What a plugin may take to say which tools it has.
inline constexpr std::chrono::milliseconds list_limit{60'000};

/// One call of a model, and whose it is. What it refers to outlives the call.
struct tool_request
{
    const task_ref& task;
    const tool_caller& who;
    const tool_place& place;
    const tool_call& call;
    std::string call_id; ///< In events, and for the plugin; unique in its task.
    const std::function<void(bool)>* on_hold = nullptr; ///< Told when a person is waited for, and when no longer.
};

class tool_call_record;
class tool_serving;

/** Door two: every tool call of the program passes here. What a model is told of, whether arguments fit,
 *  whether a policy permits the call, its time and the size of its result: decided here and nowhere else,
 *  and written to the record before and after.
 *
 *  Owned by the run; engine thread only. add() comes before everything else. */
class tool_gateway
{
public:
    /// The references outlive this.
    tool_gateway(net::deadline_sweeper& sweeper, clock& time, recorder& record, const tool_limits& limits);
    ~tool_gateway();

    /// Who decides about calls, and about the tools a model is told of. Without policies nothing is permitted.
    void use_policies(policy_chain policies) { policies_ = std::move(policies); }
    /// Who is asked where a policy leaves a call to a person; without one that is a no. As approval_desk::use().
    void use_approver(approver& who, std::chrono::milliseconds patience) { approvals_.use(who, patience); }

    /** Asks a plugin's component for its tools, once. Of two tools with one name the first one added counts;
     *  the other is reported by shadowed().
     *  Errors: what the plugin met; plugin_misbehaved for a list that is not as its contract says. */
    boost::asio::awaitable<result<void>> add(std::string component, plugin::component_instance& instance,
                                             cancel_source& cancel);

    /// A plugin keeps something, a process or a connection, that close() would end.
    bool serving() const noexcept;
    /// Ends what plugins keep, all at once; no tool can be called after it.
    boost::asio::awaitable<void> close(boost::asio::io_context& io);

    bool empty() const noexcept { return tools_.empty(); }
    /// A line for each tool that was left out because another one has its name.
    const std::vector<std::string>& shadowed() const noexcept { return shadowed_; }

    /// The tools @p who is told of, as model_request::tools; null: none.
    std::shared_ptr<const std::string> offer(const tool_caller& who);

    /// Why @p who may not have the tool that its task names; nothing when it may.
    /// Errors of it: permission_denied naming agent, tool, rule and what would permit it.
    result<void> may_use(const tool_caller& who, const std::string& name) const;
    /// Whether any plugin offers it.
    bool has(const std::string& name) const { return find(name) != nullptr; }
    /// Whether calls of it change nothing; also of a name that nobody offers, as nothing is done then.
    bool only_looks(const std::string& name) const;
    /// Whether @p who may use any tool that changes something.
    bool may_change(const tool_caller& who) const;
    /// The verdict may_use() is made of; the tool exists.
    policy_verdict verdict_on(const tool_caller& who, const std::string& name) const;

    /** Makes one call. Emits tool_start first and tool_end last, also when it is refused or cancelled. Never
     *  fails: what went wrong is told to the model. */
    boost::asio::awaitable<tool_answer> call(tool_request what, cancel_source& cancel);

private:
    struct entry;
    struct decision;

    const entry* find(std::string_view name) const;
    const entry* find_called(std::string_view name) const;
    policy_verdict word_on(const tool_question& asked) const;
    policy_verdict may_offer(const tool_caller& who, const tool_spec& tool) const;
    decision decide(const tool_request& what) const;
    static void conclude(const tool_request& what, decision& made);
    tool_answer read_end(const tool_request& what, std::string text, tool_call_record& told);
    void shorten(const tool_request& what, tool_answer& answer, tool_call_record& told);

    net::deadline_sweeper& sweeper_;
    clock& clock_;
    recorder& record_;
    const tool_limits limits_;
    std::optional<policy_chain> policies_;
    approval_desk approvals_;
    std::vector<std::unique_ptr<entry>> tools_; ///< In the order of the configuration and of their lists.
    std::vector<std::unique_ptr<tool_serving>> serving_;
    std::vector<std::string> shadowed_;
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const std::string>> offers_; ///< By id and alias.
};

} // namespace codexflow::gateway
