#include "engine/gateway/tool_gateway.hpp"

#include "engine/base/async_event.hpp"
#include "engine/base/cancellation.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"
#include "engine/gateway/call_question.hpp"
#include "engine/gateway/no_chunks.hpp"
#include "engine/gateway/tool_call_record.hpp"
#include "engine/gateway/tool_json.hpp"
#include "engine/gateway/tool_serving.hpp"
#include "engine/net/deadline_sweeper.hpp"
#include "engine/plugin/run_operation.hpp"
#include "engine/plugin/status.hpp"
#include "engine/record/line_writer.hpp"
#include "engine/record/recorder.hpp"
#include "engine/record/secret_mask.hpp"
#include "engine/registry/tool_names.hpp"
#include "engine/workspace/folder_tree.hpp"

#include <codexflow/utf8.hpp>

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <utility>

namespace codexflow::gateway {
namespace {

/// Below the place of a task.
constexpr const char* results_folder = "tool-output";

error denial(const tool_caller& who, const tool_spec& tool, const policy_verdict& said)
{
    std::string message = "the agent " + quote(who.id) + " may not use the tool " + quote(tool.name) + ": " + said.reason;
    message += " (policy " + quote(said.plugin) + (said.rule.empty() ? "" : ", rule " + quote(said.rule)) + ')';
    return error(errc::permission_denied, std::move(message), said.where).with_hint(said.permit);
}

tool_answer invalid(std::string why)
{
    tool_answer answer;
    answer.how = tool_outcome::invalid;
    answer.content = "The call was not made: " + std::move(why) + ". Correct it and call again.";
    return answer;
}

/// The longest beginning of @p text within @p limit that cuts no character.
std::string_view beginning(std::string_view text, std::size_t limit)
{
    const std::string_view cut = text.substr(0, limit);
    return cut.substr(0, utf8::valid_prefix(cut));
}

} // namespace

/// One tool, and where it is.
struct tool_gateway::entry
{
    entry(tool_spec declared, argument_schema arguments, std::string offered_by, plugin::component_instance& at)
        : spec(std::move(declared)), schema(std::move(arguments)), component(std::move(offered_by)), instance(at)
    {
    }

    tool_spec spec;
    argument_schema schema;
    std::string component;
    plugin::component_instance& instance;
};

/// Whether a call is made.
struct tool_gateway::decision
{
    const entry* tool = nullptr; ///< The tool, if there is one.
    bool go = false;
    tool_answer answer;    ///< When it is not made.
    tool_question asked;   ///< Of the policies,
    policy_verdict said;   ///< and what they said.
    std::string arguments; ///< As they are handed on.
};

tool_gateway::tool_gateway(net::deadline_sweeper& sweeper, clock& time, recorder& record, const tool_limits& limits)
    : sweeper_(sweeper), clock_(time), record_(record), limits_(limits), approvals_(sweeper, time, record)
{
}

tool_gateway::~tool_gateway() = default;

boost::asio::awaitable<result<void>> tool_gateway::add(std::string component, plugin::component_instance& instance,
                                                       cancel_source& cancel)
{
    const std::string who = "tool plugin '" + component + "'";
    serving_.push_back(std::make_unique<tool_serving>(instance)); // first: its list may need what it keeps
    cancel_source scope(cancel);
    net::deadline_sweeper::entry late([&scope] { scope.cancel(cancel_reason::deadline); });
    sweeper_.arm(late, list_limit);
    no_chunks nowhere;
    std::string verb = "list";
    std::string nothing = "{}";
    plugin::operation_end end =
        co_await plugin::run_operation(instance, std::move(verb), std::move(nothing), nowhere, scope);
    if (end.status < 0)
        co_return plugin::error_of(end.status, end.text, who);
    auto tools = read_tools(end.text);
    if (!tools)
        co_return std::move(tools.error()).under(who);
    for (tool_spec& one : *tools)
    {
        auto schema = argument_schema::compile(one.parameters);
        if (!schema)
            co_return std::move(schema.error()).under(who + ": tool " + quote(one.name));
        if (const entry* first = find(one.name))
        {
            shadowed_.push_back("the tool " + quote(one.name) + " of " + quote(component) +
                                " is left out: " + quote(first->component) + " comes first and has one of that name");
            continue;
        }
        tools_.push_back(std::make_unique<entry>(std::move(one), std::move(*schema), component, instance));
    }
    co_return result<void>();
}

bool tool_gateway::serving() const noexcept
{
    return std::any_of(serving_.begin(), serving_.end(), [](const auto& one) { return one->under_way(); });
}

boost::asio::awaitable<void> tool_gateway::close(boost::asio::io_context& io)
{
    async_event all_ended(io);
    std::size_t left = serving_.size();
    const auto on_end = [&](const std::exception_ptr&) {
        if (--left == 0)
            all_ended.set();
    };
    for (const auto& one : serving_)
        boost::asio::co_spawn(io, one->end(sweeper_), on_end);
    if (left != 0)
        co_await all_ended.wait();
}

const tool_gateway::entry* tool_gateway::find(std::string_view name) const
{
    const auto found = std::find_if(tools_.begin(), tools_.end(), [&](const auto& one) { return one->spec.name == name; });
    return found == tools_.end() ? nullptr : found->get();
}

/// As a model calls it: those of Claude's school say Read where we say read.
const tool_gateway::entry* tool_gateway::find_called(std::string_view name) const
{
    const entry* found = find(name);
    return found != nullptr ? found : find(tool_name(name));
}

bool tool_gateway::only_looks(const std::string& name) const
{
    const entry* tool = find_called(name);
    return tool == nullptr || tool->spec.effect == tool_effect::none;
}

std::shared_ptr<const std::string> tool_gateway::offer(const tool_caller& who)
{
    const auto [place, fresh] = offers_.try_emplace({who.id, who.alias});
    if (!fresh)
        return place->second;
    std::vector<const tool_spec*> offered;
    for (const auto& one : tools_)
        if (!may_offer(who, one->spec).denies())
            offered.push_back(&one->spec);
    if (!offered.empty())
        place->second = std::make_shared<const std::string>(write_offer(offered));
    return place->second;
}

bool tool_gateway::may_change(const tool_caller& who) const
{
    return std::any_of(tools_.begin(), tools_.end(), [&](const auto& one) {
        return one->spec.effect != tool_effect::none && !may_offer(who, one->spec).denies();
    });
}

policy_verdict tool_gateway::verdict_on(const tool_caller& who, const std::string& name) const
{
    return may_offer(who, find(name)->spec);
}

result<void> tool_gateway::may_use(const tool_caller& who, const std::string& name) const
{
    const entry* tool = find(name);
    if (tool == nullptr)
        return error(errc::permission_denied,
                     "the agent " + quote(who.id) + " cannot have the tool " + quote(name) + ": no plugin offers it")
            .with_hint("add the plugin that has it to 'tools' in the configuration");
    const policy_verdict said = may_offer(who, tool->spec);
    if (said.denies())
        return denial(who, tool->spec, said);
    return {};
}

/// The policies' word: allow, deny, or ask where somebody can be asked. Named and with a reason also where
/// they gave none.
policy_verdict tool_gateway::word_on(const tool_question& asked) const
{
    policy_verdict said;
    if (policies_)
        said = policies_->decide(asked);
    if (!approvals_.open())
        said = without_asking(std::move(said));
    if (said.decision == policy_decision::pass)
        said.decision = policy_decision::deny;
    if (said.plugin.empty())
        said.plugin = "policies";
    if (said.reason.empty())
        said.reason = policies_ ? "the policy says no" : "no policy was opened";
    return said;
}

/// Whether any call of the tool could be made.
policy_verdict tool_gateway::may_offer(const tool_caller& who, const tool_spec& tool) const
{
    return word_on(question_of(who, tool));
}

/// Everything that is decided before a call is made; does nothing.
tool_gateway::decision tool_gateway::decide(const tool_request& what) const
{
    decision made;
    const std::string& name = what.call.name;
    made.tool = find_called(name);
    if (made.tool == nullptr)
    {
        std::vector<std::string> names;
        for (const auto& one : tools_)
            if (!may_offer(what.who, one->spec).denies())
                names.push_back(one->spec.name);
        const std::string hint = did_you_mean(name, names);
        made.answer = invalid("there is no tool " + quote(name) + (hint.empty() ? "" : "; " + hint));
        return made;
    }
    made.said = may_offer(what.who, made.tool->spec);
    made.arguments = trim(what.call.arguments).empty() ? "{}" : what.call.arguments;
    if (!made.said.denies())
    {
        if (const auto fits = made.tool->schema.check(made.arguments); !fits)
        {
            made.answer = invalid(fits.error().message);
            return made;
        }
        made.asked = question_of(what.who, made.tool->spec, made.arguments, what.place);
        made.said = word_on(made.asked);
    }
    if (made.said.decision != policy_decision::ask)
        conclude(what, made);
    return made;
}

/// What follows from a last word.
void tool_gateway::conclude(const tool_request& what, decision& made)
{
    made.go = made.said.allows();
    if (made.go)
        return;
    made.answer.how = tool_outcome::denied;
    made.answer.why = denial(what.who, made.tool->spec, made.said);
    made.answer.content = "The call was not made, it is not permitted: " + made.said.reason + '.';
}

boost::asio::awaitable<tool_answer> tool_gateway::call(tool_request what, cancel_source& cancel)
{
    decision found = decide(what);
    tool_call_record told(record_, clock_, what);
    told.begin(found.tool != nullptr ? found.tool->component : "",
               found.tool != nullptr ? to_string(found.tool->spec.effect) : "");
    if (found.said.decision == policy_decision::ask && found.answer.how != tool_outcome::invalid)
    {
        found.said = co_await approvals_.settle(what, found.asked, found.said, cancel);
        conclude(what, found);
    }
    if (!found.go)
    {
        if (found.answer.how == tool_outcome::denied && !cancel.cancelled())
            told.violation(found.said);
        if (cancel.cancelled())
            found.answer = {tool_outcome::cancelled, "cancelled", {}};
        told.end(found.answer);
        co_return std::move(found.answer);
    }
    if (found.tool->spec.effect != tool_effect::none)
    {
        // Who resumes the run must find the intent of what was done: also after a loss of power, if it counts.
        const durability sure = found.tool->spec.effect == tool_effect::once ? durability::synced : durability::written;
        const bool intent_is_kept = co_await record_.committed(sure, cancel);
        if (!intent_is_kept)
        {
            found.answer.how = tool_outcome::cancelled;
            found.answer.content = "The call was not made: the journal of the run cannot be written.";
            told.end(found.answer);
            co_return std::move(found.answer);
        }
    }
    cancel_source scope(cancel);
    net::deadline_sweeper::entry late([&scope] { scope.cancel(cancel_reason::deadline); });
    sweeper_.arm(late, limits_.timeout);
    no_chunks nowhere;
    std::string verb = "call";
    std::string request =
        write_call(found.tool->spec.name, found.arguments, what.call_id, what.place, limits_.timeout);
    plugin::operation_end end =
        co_await plugin::run_operation(found.tool->instance, std::move(verb), std::move(request), nowhere, scope);
    tool_answer answer;
    if (end.status >= 0)
        answer = read_end(what, std::move(end.text), told);
    else if (cancel.cancelled())
        answer = {tool_outcome::indeterminate, "cancelled", {}};
    else if (scope.cancelled())
    {
        answer.how = tool_outcome::timeout;
        answer.content = "The call was stopped: it took longer than " + format_duration(limits_.timeout) + '.';
    }
    else
        answer.content = "The tool failed: " + plugin::error_of(end.status, end.text, found.tool->component).message;
    told.end(answer);
    co_return answer;
}

/// The answer of a call that was carried out.
tool_answer tool_gateway::read_end(const tool_request& what, std::string text, tool_call_record& told)
{
    tool_answer answer;
    auto gave = read_result(text);
    if (!gave)
    {
        answer.content = "The tool failed: " + gave.error().message;
        return answer;
    }
    answer.content = std::move(gave->content);
    answer.how = gave->is_error ? tool_outcome::error : gave->truncated ? tool_outcome::truncated : tool_outcome::ok;
    told.result(answer.content);
    if (answer.content.size() > limits_.output_bytes)
        shorten(what, answer, told);
    return answer;
}

/// Keeps a result that is too long in a file of the workspace; the model is given its beginning.
void tool_gateway::shorten(const tool_request& what, tool_answer& answer, tool_call_record& told)
{
    if (answer.how == tool_outcome::ok)
        answer.how = tool_outcome::truncated;
    const std::string& place = what.place.results.empty() ? what.place.workspace : what.place.results;
    const std::string name = what.call_id + ".txt";
    const std::filesystem::path file = std::filesystem::path(place) / results_folder / name;
    std::string whole = answer.content;
    record_.redaction().apply(whole); // what lies on the disk holds no secret
    const bool kept = workspace::put_inside(place, results_folder, name, whole) == 0; // tools may put links there
    const std::size_t size = answer.content.size();
    answer.content.resize(beginning(answer.content, std::min(preview_bytes, limits_.output_bytes)).size());
    answer.content += "\n[This is the beginning of " + std::to_string(size) + " bytes";
    if (kept)
    {
        told.kept_in(file.string());
        answer.content += ". All of it is in the file " + file.string();
    }
    else
        answer.content += "; the rest could not be kept";
    answer.content += "]";
}

} // namespace codexflow::gateway
