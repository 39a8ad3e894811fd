#include "plugins/shell/shell_tool.hpp"

#include "plugins/shell/kill_timer.hpp"
#include "plugins/shell/outcome.hpp"

#include <optional>

namespace codexflow::shell {
namespace {

constexpr std::string_view argv_alone = R"({
 "type": "object", "additionalProperties": false, "required": ["argv"], "properties": {
  "argv": {"type": "array", "minItems": 1, "items": {"type": "string"},
   "description": "The program and each of its arguments. No shell reads them: no pipes, no variables, no patterns."},
  "stdin": {"type": "string", "description": "What the program reads from its standard input; else it is empty."},
  "timeout_s": {"type": "number", "description": "Seconds until it is stopped."}
 }})";

constexpr std::string_view argv_or_script = R"({
 "type": "object", "additionalProperties": false, "properties": {
  "argv": {"type": "array", "minItems": 1, "items": {"type": "string"},
   "description": "The program and each of its arguments. No shell reads them. Give this or script."},
  "script": {"type": "string", "description": "A script for /bin/sh, in place of argv."},
  "stdin": {"type": "string", "description": "What the program reads from its standard input; else it is empty."},
  "timeout_s": {"type": "number", "description": "Seconds until it is stopped."}
 }})";

/// A program that is not there is the model's mistake; a host that cannot start any is not.
tool_result not_started(const failure& why)
{
    switch (why.status())
    {
    case CFLOW_E_NOT_FOUND:
    case CFLOW_E_DENIED:
    case CFLOW_E_INVALID: return tool_result::failed(why.what());
    default: throw why;
    }
}

/// The program, or why there is none.
struct start_attempt
{
    start_attempt() = default;
    std::optional<process> started;
    std::optional<tool_result> refused;
};

task<void> start(operation& op, const process_spec& spec, start_attempt& to)
{
    std::optional<failure> failed;
    try
    {
        process made = co_await process::spawn(op, spec);
        to.started.emplace(std::move(made));
    }
    catch (const failure& why)
    {
        failed = why;
    }
    if (failed)
        to.refused = not_started(*failed);
}

} // namespace

shell_tool::shell_tool(const settings& given) : settings_(read_settings(given.json()))
{
    add("shell", settings_.scripts ? "Runs a program, or a script of /bin/sh, in the workspace and shows what it prints."
                                   : "Runs a program in the workspace and shows what it prints.",
        &shell_tool::run_command)
        .parameters(settings_.scripts ? argv_or_script : argv_alone)
        .argv("argv")
        .command("script")
        .effect(tool_effect::once);
}

process_spec shell_tool::spec_for(const tool_call& call, const command& what) const
{
    process_spec spec(what.argv);
    spec.inherit_usual();
    for (const std::string& name : settings_.pass_env)
        spec.inherit(name);
    spec.directory = call.workspace;
    spec.merged = true;
    return spec;
}

task<tool_result> shell_tool::run_command(tool_call& call)
{
    const command what = command_of(call.arguments, settings_);
    const std::chrono::milliseconds time = within(what.timeout, call.limit);
    const process_spec spec = spec_for(call, what);
    start_attempt attempt;
    co_await start(call.op, spec, attempt);
    if (attempt.refused)
        co_return std::move(*attempt.refused);
    process& child = *attempt.started;
    const auto limit = kill_timer::start(call.op, child, time);
    const timer_stop until_the_end(limit);
    child.feed(what.input);

    bounded_output said(settings_.max_output);
    bool open = true;
    while (open)
    {
        const std::optional<std::string_view> bytes = co_await child.read_stdout();
        open = bytes.has_value();
        if (bytes)
            said.take(*bytes);
    }
    outcome how;
    how.status = co_await child.wait();
    how.timed_out = limit->fired();
    how.timeout = time;
    co_return answer(said, how);
}

} // namespace codexflow::shell
