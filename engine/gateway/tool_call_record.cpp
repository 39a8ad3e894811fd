#include "engine/gateway/tool_call_record.hpp"

#include "engine/base/clock.hpp"
#include "engine/base/digest.hpp"
#include "engine/record/recorder.hpp"

#include <utility>

namespace codexflow::gateway {

event::policy_violation violation_of(const policy_verdict& said, std::string tool)
{
    event::policy_violation told;
    told.tool = std::move(tool);
    told.policy = said.plugin;
    told.rule = said.rule;
    told.reason = said.reason;
    told.permit = said.permit;
    told.where = said.where;
    return told;
}

tool_call_record::tool_call_record(recorder& record, clock& time, const tool_request& what)
    : record_(record), clock_(time), what_(what), started_us_(time.steady_us())
{
}

void tool_call_record::begin(std::string_view plugin, std::string_view effect)
{
    event::tool_start begun;
    begun.call_id = what_.call_id;
    begun.tool = what_.call.name;
    begun.plugin = plugin;
    begun.effect = ended_.effect = effect;
    begun.arguments = what_.call.arguments;
    begun.arguments_digest = sha256_digest(what_.call.arguments);
    record_.emit(&what_.task, std::move(begun));
}

void tool_call_record::violation(const policy_verdict& said)
{
    event::policy_violation told = violation_of(said, what_.call.name);
    told.call_id = what_.call_id;
    record_.emit(&what_.task, std::move(told));
}

void tool_call_record::result(std::string_view content)
{
    ended_.result_digest = sha256_digest(content);
    ended_.bytes = content.size();
}

void tool_call_record::end(const tool_answer& answer)
{
    if (ended_.result_digest.empty())
        result(answer.content);
    ended_.call_id = what_.call_id;
    ended_.tool = what_.call.name;
    ended_.outcome = to_string(answer.how);
    ended_.ms = (clock_.steady_us() - started_us_) / 1000;
    ended_.output = answer.content;
    record_.emit(&what_.task, std::move(ended_));
}

} // namespace codexflow::gateway
