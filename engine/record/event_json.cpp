#include "engine/record/event_json.hpp"

#include "engine/record/event_line.hpp"

#include <array>

namespace codexflow {
namespace {

constexpr std::array<std::string_view, 4> channels{"text", "reasoning", "tool_call", "tool_args"};
constexpr std::array<std::string_view, 4> levels{"debug", "info", "warning", "error"};
constexpr std::array<std::string_view, 5> memory_operations{"context", "append", "publish", "denied", "compact"};
constexpr std::array<std::string_view, std::variant_size_v<event::payload>> kinds{
    "run_started", "route", "plan", "task_started", "task_restored", "chunk", "retry", "failover",
    "turn_complete", "tool_start", "tool_end", "approval_asked", "approval_given", "policy_violation", "task_complete",
    "task_error", "notice", "memory", "worktree", "edits_overlap", "files_applied", "run_complete"};

void body(event_line& out, const event::run_started& e)
{
    out.member("schema_version", std::int64_t{event::schema_version});
    out.member("engine_version", e.engine_version);
    out.member("config_digest", e.config_digest);
    out.member("sandbox", e.sandbox);
    out.optional("provider", e.provider);
    out.optional("provider_reason", e.provider_reason);
    out.optional("memory", e.memory);
    out.optional("context", e.context);
    out.objects("plugins", e.plugins, [&](const auto& p) {
        out.member("id", p.id);
        out.member("version", p.version);
        out.member("file", p.file);
        out.member("digest", p.digest);
    });
    if (!e.tools.empty())
        out.objects("tools", e.tools, [&](const auto& t) {
            out.member("component", t.component);
            out.member("sandbox", t.sandbox);
        });
    if (!e.resumed)
        return;
    out.key("resumed");
    out.raw().StartObject();
    out.count("from_seq", e.resumed->from_seq);
    out.count("sessions", e.resumed->sessions);
    out.count("done", e.resumed->done);
    out.count("go_on", e.resumed->go_on);
    out.count("start", e.resumed->start);
    out.raw().EndObject();
}

void write_evidence(event_line& out, const std::vector<route_evidence>& evidence)
{
    out.objects("evidence", evidence, [&](const route_evidence& one) {
        out.member("kind", one.kind);
        out.member("pattern", one.pattern);
        if (one.span)
        {
            out.key("span");
            out.raw().StartArray();
            out.raw().Uint64(one.span->begin);
            out.raw().Uint64(one.span->end);
            out.raw().EndArray();
        }
        out.optional("file", one.file);
        out.number("score", one.score);
        out.where(one.where);
    });
}

void body(event_line& out, const event::route& e)
{
    out.optional("text", e.text);
    out.optional("file", e.file);
    out.optional("strategy", e.strategy);
    out.objects("chosen", e.chosen, [&](const route_candidate& one) {
        out.member("agent_id", one.agent);
        out.number("score", one.score);
        write_evidence(out, one.evidence);
    });
    out.objects("rejected", e.rejected, [&](const auto& one) {
        out.member("agent_id", one.agent);
        out.member("strategy", one.strategy);
        out.member("reason", one.reason);
    });
    out.texts("tie_breaks", e.tie_breaks);
    out.member("rules_digest", e.rules_digest);
    out.member("input_digest", e.input_digest);
}

void write_files(event_line& out, const std::vector<attached_file>& files)
{
    if (files.empty())
        return;
    out.objects("files", files, [&](const attached_file& file) {
        out.member("path", file.path);
        out.count("bytes", file.bytes);
        out.count("embedded", file.embedded);
        out.optional("left_out", file.left_out);
    });
}

void body(event_line& out, const event::plan& e)
{
    out.member("source", e.source);
    out.count("max_parallel", e.max_parallel);
    out.objects("tasks", e.tasks, [&](const auto& item) {
        out.task(*item.task);
        out.member("text", item.text);
        write_files(out, item.files);
    });
}

void body(event_line& out, const event::task_started& e)
{
    out.member("waited_ms", e.waited_ms);
    if (e.resumed_turns != 0)
        out.count("resumed_turns", e.resumed_turns);
}

void body(event_line& out, const event::task_restored& e)
{
    out.flag("ok", true);
    out.member("ms", e.ms);
    out.member("finish", e.finish);
    out.usage(e.usage);
    out.member("output", e.output);
    out.optional("workspace", e.workspace);
}

void body(event_line& out, const event::chunk& e)
{
    out.member("channel", channels[static_cast<std::size_t>(e.what)]);
    if (e.what == event::chunk::channel::tool_call || e.what == event::chunk::channel::tool_args)
        out.count("index", e.index);
    out.member("text", e.text);
}

void body(event_line& out, const event::retry& e)
{
    out.member("asked", e.provider);
    out.count("attempt", e.attempt);
    out.member("attempt_id", e.attempt_id);
    out.member("delay_ms", e.delay_ms);
    if (e.http_status != 0)
        out.member("http_status", std::int64_t{e.http_status});
    out.optional("reason", e.reason);
    out.member("message", e.message);
}

void body(event_line& out, const event::failover& e)
{
    out.member("from", e.from);
    out.member("to", e.to);
    out.optional("reason", e.reason);
    out.member("message", e.message);
}

void body(event_line& out, const event::turn_complete& e)
{
    out.count("turn", e.turn);
    out.member("text", e.text);
    out.objects("calls", e.calls, [&](const auto& one) {
        out.member("call_id", one.call_id);
        out.member("id", one.id);
        out.member("tool", one.tool);
        out.member("arguments", one.arguments);
        out.member("arguments_digest", one.arguments_digest);
    });
    out.member("finish", e.finish);
    out.usage(e.usage);
    out.count("attempts", e.attempts);
    out.optional("answered_by", e.answered_by);
    out.optional("provider_state", e.provider_state);
    out.optional("state_digest", e.state_digest);
}

void body(event_line& out, const event::tool_start& e)
{
    out.member("call_id", e.call_id);
    out.member("tool", e.tool);
    out.optional("plugin", e.plugin);
    out.optional("effect", e.effect);
    out.member("arguments", e.arguments);
    out.member("arguments_digest", e.arguments_digest);
}

void body(event_line& out, const event::tool_end& e)
{
    out.member("call_id", e.call_id);
    out.member("tool", e.tool);
    out.optional("effect", e.effect);
    out.flag("ok", e.outcome == "ok" || e.outcome == "truncated");
    out.member("outcome", e.outcome);
    out.member("ms", e.ms);
    out.member("output", e.output);
    out.member("result_digest", e.result_digest);
    out.count("bytes", e.bytes);
    out.optional("file", e.file);
}

void body(event_line& out, const event::approval_asked& e)
{
    out.member("call_id", e.call_id);
    out.member("tool", e.tool);
    out.member("subject", e.subject);
    out.member("policy", e.policy);
    out.optional("rule", e.rule);
    out.optional("reason", e.reason);
    out.where(e.where);
}

void body(event_line& out, const event::approval_given& e)
{
    out.member("call_id", e.call_id);
    out.member("tool", e.tool);
    out.member("answer", e.answer);
    out.flag("ok", e.allowed);
    out.flag("standing", e.standing);
    out.member("ms", e.ms);
}

void body(event_line& out, const event::policy_violation& e)
{
    out.optional("call_id", e.call_id);
    out.member("tool", e.tool);
    out.member("policy", e.policy);
    out.optional("rule", e.rule);
    out.member("reason", e.reason);
    out.optional("permit", e.permit);
    out.where(e.where);
}

void body(event_line& out, const event::task_complete& e)
{
    out.flag("ok", true);
    out.member("ms", e.ms);
    out.member("finish", e.finish);
    out.usage(e.usage);
    out.count("attempts", e.attempts);
    out.optional("answered_by", e.answered_by);
    out.member("output", e.output);
    out.optional("workspace", e.workspace);
}

void body(event_line& out, const event::task_error& e)
{
    out.flag("ok", false);
    out.member("ms", e.ms);
    out.key("error");
    out.raw().StartObject();
    out.member("code", to_string(e.what.code));
    out.member("message", e.what.message);
    out.optional("kind", e.what.kind);
    out.optional("phase", e.what.phase);
    out.optional("detail", e.what.detail);
    out.optional("hint", e.what.hint);
    out.where(e.what.where);
    out.raw().EndObject();
    out.usage(e.usage);
    out.optional("partial", e.partial);
    out.optional("workspace", e.workspace);
}

void body(event_line& out, const event::notice& e)
{
    out.member("level", levels[static_cast<std::size_t>(e.how)]);
    out.member("source", e.source);
    out.optional("code", e.code);
    out.member("text", e.text);
}

void body(event_line& out, const event::memory& e)
{
    using op = event::memory::operation;
    out.member("op", memory_operations[static_cast<std::size_t>(e.what)]);
    if (e.what == op::context)
        out.objects("items", e.items, [&](const auto& item) {
            out.member("source_task", item.source_task);
            out.optional("source_run", item.source_run);
            out.member("alias", item.alias);
            out.member("agent_id", item.agent_id);
            out.member("age_ms", item.age_ms);
            out.count("bytes", item.bytes);
            if (item.cut)
                out.flag("cut", true);
            out.member("rule", item.rule);
        });
    if (e.what == op::append)
        out.texts("task_ids", e.task_ids);
    if (e.what == op::compact)
        out.count("entries", e.count);
    if (e.what != op::denied)
        out.count("bytes", e.bytes);
    out.optional("reader", e.reader);
    out.optional("rule", e.rule);
}

void body(event_line& out, const event::worktree& e)
{
    out.member("dir", e.folder);
    out.member("branch", e.branch);
    out.member("base", e.base);
    out.objects("files", e.files, [&](const auto& one) {
        out.member("path", one.path);
        out.member("change", one.change);
    });
}

void body(event_line& out, const event::edits_overlap& e)
{
    out.objects("files", e.files, [&](const auto& one) {
        out.member("path", one.path);
        out.texts("task_ids", one.task_ids);
    });
}

void body(event_line& out, const event::files_applied& e)
{
    out.member("dir", e.folder);
    out.flag("dry_run", e.dry_run);
    out.objects("files", e.files, [&](const auto& one) {
        out.member("path", one.path);
        out.member("status", one.status);
        out.flag("written", one.written);
        out.count("bytes", one.bytes);
        out.owner(*one.task);
        out.optional("reason", one.reason);
    });
    if (e.faults.empty())
        return;
    out.objects("faults", e.faults, [&](const auto& one) {
        out.member("text", one.text);
        out.owner(*one.task);
    });
}

void body(event_line& out, const event::run_complete& e)
{
    out.flag("ok", e.exit_code == 0);
    out.member("verdict", e.verdict);
    out.optional("reason", e.reason);
    out.member("exit_code", std::int64_t{e.exit_code});
    out.member("ms", e.ms);
    out.key("tasks");
    out.raw().StartObject();
    out.count("total", e.tasks);
    out.count("ok", e.ok);
    out.count("failed", e.failed);
    out.count("cancelled", e.cancelled);
    out.count("not_started", e.not_started);
    out.raw().EndObject();
    out.usage(e.usage);
}

} // namespace

std::string_view kind_of(const event::payload& body) noexcept { return kinds[body.index()]; }

void write_json(const run_event& what, const event_envelope& envelope, std::string& out)
{
    event_line to(out);
    to.raw().StartObject();
    to.member("kind", kind_of(what.body));
    to.count("seq", what.seq);
    to.member("ts", envelope.ts);
    if (envelope.t_ns >= 0)
        to.member("t_ns", envelope.t_ns);
    to.member("run_id", envelope.run_id);
    if (what.task != nullptr)
        to.task(*what.task);
    std::visit([&](const auto& e) { body(to, e); }, what.body);
    to.raw().EndObject();
    out.push_back('\n');
}

} // namespace codexflow
