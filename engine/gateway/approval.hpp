#pragma once

#include "engine/gateway/tool_question.hpp"
#include "engine/plugin/policy_types.hpp"
#include "engine/record/event.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

/** @file
 *  What happens to a tool call that a policy leaves to a person. */
namespace codexflow {
class cancel_source;
}

namespace codexflow::gateway {

/// What a person says.
enum class approval : std::uint8_t
{
    once,   ///< This call may be made.
    always, ///< And every other that the same rule asks about, of the same agent and tool, until the run ends.
    never   ///< None of them may.
};

/// "once", "always", "never".
std::string_view to_string(approval answer) noexcept;

/// What a person is asked. Known secrets are masked; the text is foreign all the same: whoever shows it on a
/// terminal takes control characters out.
struct approval_question
{
    const task_ref& task;
    std::string tool;
    std::string subject; ///< What the call would do: the command, the script, or the paths and the arguments.
    policy_verdict said; ///< Who leaves it to a person, and why.
};

/** Somebody who can be asked. Lives longer than the run. */
class approver
{
public:
    virtual ~approver() = default;

    /** Asks one question; never two at once. The references stay valid until the await completes.
     *  @return nothing when there is no answer: the input has ended, or @p cancel was stopped, which ends
     *          the question soon. */
    virtual boost::asio::awaitable<std::optional<approval>> ask(const approval_question& asked,
                                                                cancel_source& cancel) = 0;
};

/// What a call would do, in the words of the call: what a person decides on.
std::string subject_of(const tool_question& asked);

/// The answers of a run that hold for more than one call. Pure.
class standing_answers
{
public:
    void keep(const tool_question& asked, const policy_verdict& said, approval answer);
    /// `always` or `never`; nothing when it has to be asked.
    std::optional<approval> find(const tool_question& asked, const policy_verdict& said) const;

private:
    /// Agent, tool, policy, rule and, where a policy names no rule, its reason.
    using key = std::tuple<std::string, std::string, std::string, std::string, std::string>;
    static key key_of(const tool_question& asked, const policy_verdict& said);

    std::map<key, approval> kept_;
};

} // namespace codexflow::gateway
