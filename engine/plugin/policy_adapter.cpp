#include "engine/plugin/policy_adapter.hpp"

#include "engine/base/clock.hpp"
#include "engine/plugin/policy_answer.hpp"
#include "engine/plugin/status.hpp"
#include "engine/plugin/text_writer.hpp"

#include <codexflow/view.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <utility>

namespace codexflow::plugin {
namespace {

/// The longest answer that is read, in bytes.
constexpr std::size_t answer_limit = std::size_t{16} << 20;

} // namespace

policy_adapter::policy_adapter(const component_instance& instance, std::string name)
    : instance_(&instance), name_(std::move(name))
{
}

result<policy_verdict> policy_adapter::ask(std::string_view request_json) const
{
    const std::string who = fmt::format("policy '{}'", name_);
    clock& time = instance_->host().shared.time;
    text_writer answer(answer_limit);
    cflow_status status = CFLOW_E_EXCEPTION;
    const std::int64_t begun = time.steady_us();
    try
    {
        status = instance_->table<cflow_policy_v1>().decide(instance_->self(), to_abi(request_json), answer.abi());
    }
    catch (...)
    {
        status = CFLOW_E_EXCEPTION;
    }
    const std::chrono::microseconds took(time.steady_us() - begun);
    if (status < 0)
        return error_of(status, answer.text(), who);
    if (answer.text().size() >= answer_limit)
        return error(errc::plugin_misbehaved, fmt::format("{}: its answer is longer than {} MB", who, answer_limit >> 20));
    if (took > policy_limit)
        return error(errc::deadline_exceeded, fmt::format("{} took {} ms, and more than {} ms is not waited for", who,
                                                          took.count() / 1000, policy_limit.count()));
    auto read = read_policy_answer(answer.text());
    if (!read)
        return error(read.error()).under(who);
    return read;
}

policy_verdict policy_adapter::decide(std::string_view request_json) const
{
    auto said = ask(request_json);
    if (said)
    {
        said->plugin = name_;
        return std::move(*said);
    }
    policy_verdict made;
    made.decision = policy_decision::deny;
    made.plugin = name_;
    made.reason = to_string(said.error()) + "; what a policy cannot judge is denied";
    made.broken = true;
    return made;
}

} // namespace codexflow::plugin
