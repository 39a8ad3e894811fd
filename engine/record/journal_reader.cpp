#include "engine/record/journal_reader.hpp"

#include "engine/record/line_checksum.hpp"
#include "engine/record/turn_reader.hpp"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <unordered_map>
#include <utility>

namespace codexflow {
namespace {

using namespace json_members;

task_ref ref_of(const json& event)
{
    return {text(event, "task_id"), text(event, "alias"), text(event, "agent_id"), text(event, "provider"),
            text(event, "model")};
}

std::vector<event::memory::item> told_items(const json& event)
{
    std::vector<event::memory::item> items;
    const json& list = member(event, "items");
    if (list.IsArray())
        for (const json& each : list.GetArray())
            items.push_back({text(each, "source_task"), text(each, "source_run"), text(each, "alias"), text(each, "agent_id"),
                             text(each, "rule"), number(each, "age_ms"), count(each, "bytes"), member(each, "cut").IsTrue()});
    return items;
}

} // namespace

struct journal_reader::state
{
    run_history made;
    journal_visitor* visitor = nullptr;
    std::string partial; ///< The start of a line whose end has not come yet.
    std::uint64_t offset = 0, line = 0, last_seq = 0;
    bool sealed = false; ///< Lines have checksums.
    /// A line with its end that is no event: torn if nothing follows, a fault otherwise.
    std::optional<history_fault> suspect;
    std::unordered_map<std::string, std::size_t> by_id;

    task_history& task(const json& event)
    {
        const std::string id = text(event, "task_id");
        const auto [found, fresh] = by_id.try_emplace(id, made.tasks.size());
        if (fresh)
            made.tasks.emplace_back().ref = ref_of(event);
        return made.tasks[found->second];
    }

    /// Empty if @p line is an event, otherwise why it is none.
    std::string take(std::string_view line);
    std::string check_sum(std::string_view line);
    void check_sequence(const json& event, std::size_t size);
    void take_event(const json& event, const std::string& kind);
    void take_start(const json& event);
    void take_plan(const json& event);
    void take_end(const json& event);
};

/// From the first line with a checksum on every line has one.
std::string journal_reader::state::check_sum(std::string_view bytes)
{
    switch (check_seal(bytes))
    {
    case seal_state::right: sealed = true; return {};
    case seal_state::wrong: return "its checksum is not that of the line";
    default: return sealed ? "it has no checksum" : "";
    }
}

std::string journal_reader::state::take(std::string_view bytes)
{
    rapidjson::Document event;
    event.Parse(bytes.data(), bytes.size());
    if (event.HasParseError())
        return std::string("no JSON: ") + rapidjson::GetParseError_En(event.GetParseError());
    const std::string kind = text(event, "kind");
    if (kind.empty())
        return "no event: it has no \"kind\"";
    if (std::string why = check_sum(bytes); !why.empty())
        return why;
    check_sequence(event, bytes.size());
    ++made.events;
    made.last_ts = text(event, "ts");
    if (made.first_ts.empty())
        made.first_ts = made.last_ts;
    if (made.run_id.empty())
        made.run_id = text(event, "run_id");
    take_event(event, kind);
    if (visitor != nullptr)
        visitor->on_event(kind, json_view(static_cast<const json*>(&event)), bytes);
    return {};
}

void journal_reader::state::check_sequence(const json& event, std::size_t size)
{
    const std::uint64_t seq = count(event, "seq");
    if (seq != last_seq + 1)
        made.faults.push_back(
            {line, offset, size, "seq " + std::to_string(seq) + " follows " + std::to_string(last_seq)});
    last_seq = seq;
    made.last_seq = std::max(made.last_seq, seq);
}

void journal_reader::state::take_event(const json& event, const std::string& kind)
{
    using how = task_history::state;
    if (kind == "run_started")
        return take_start(event);
    if (kind == "plan")
        return take_plan(event);
    if (kind == "run_complete")
        return take_end(event);
    if (kind == "files_applied")
        made.files_applied = !member(event, "dry_run").IsTrue();
    if (kind == "notice")
    {
        made.notices.push_back({event::notice::level::info, text(event, "source"), text(event, "text")});
        const std::string level = text(event, "level");
        made.notices.back().how = level == "error"     ? event::notice::level::error
                                  : level == "warning" ? event::notice::level::warning
                                  : level == "debug"   ? event::notice::level::debug
                                                       : event::notice::level::info;
        return;
    }
    if (text(event, "task_id").empty())
        return;
    task_history& of = task(event);
    read_turn(of.conversation, kind, event);
    if (kind == "task_started")
    {
        of.how = how::started;
        of.waited_ms = number(event, "waited_ms");
    }
    else if (kind == "chunk")
    {
        ++of.chunks;
    }
    else if (kind == "memory" && text(event, "op") == "context")
    {
        of.told = told_items(event);
    }
    else if (kind == "task_complete" || kind == "task_error")
    {
        const json& fault = member(event, "error");
        of.ms = number(event, "ms");
        of.finish = text(event, "finish");
        of.usage = usage(event);
        of.output = text(event, kind == "task_complete" ? "output" : "partial");
        of.error_code = text(fault, "code");
        of.error_message = text(fault, "message");
        of.error_phase = text(fault, "phase");
        of.workspace = text(event, "workspace");
        of.hint = text(fault, "hint");
        of.how = kind == "task_complete"        ? how::complete
                 : of.error_code == "cancelled" ? how::cancelled
                                                : how::failed;
    }
}

void journal_reader::state::take_start(const json& event)
{
    ++made.sessions;
    made.end.reset(); // of the process before
    made.plugins.clear();
    made.engine_version = text(event, "engine_version");
    made.config_digest = text(event, "config_digest");
    made.sandbox = text(event, "sandbox");
    made.context = text(event, "context");
    const json& plugins = member(event, "plugins");
    if (plugins.IsArray())
        for (const json& each : plugins.GetArray())
            made.plugins.push_back(
                {text(each, "id"), text(each, "version"), text(each, "file"), text(each, "digest")});
}

void journal_reader::state::take_plan(const json& event)
{
    made.source = text(event, "source");
    const json& tasks = member(event, "tasks");
    if (tasks.IsArray())
        for (const json& each : tasks.GetArray())
            task(each).text = text(each, "text");
}

void journal_reader::state::take_end(const json& event)
{
    const json& tasks = member(event, "tasks");
    event::run_complete end;
    end.verdict = text(event, "verdict");
    end.reason = text(event, "reason");
    end.exit_code = static_cast<int>(number(event, "exit_code"));
    end.ms = number(event, "ms");
    end.tasks = count(tasks, "total");
    end.ok = count(tasks, "ok");
    end.failed = count(tasks, "failed");
    end.cancelled = count(tasks, "cancelled");
    end.not_started = count(tasks, "not_started");
    end.usage = usage(event);
    made.end = std::move(end);
}

journal_reader::journal_reader(journal_visitor* visitor) : state_(std::make_unique<state>())
{
    state_->visitor = visitor;
}

journal_reader::~journal_reader() = default;

void journal_reader::feed(std::string_view bytes)
{
    while (!bytes.empty())
    {
        const std::size_t end = bytes.find('\n');
        if (end == bytes.npos)
        {
            state_->partial += bytes;
            return;
        }
        if (state_->partial.empty())
        {
            take_line(bytes.substr(0, end));
        }
        else
        {
            state_->partial += bytes.substr(0, end);
            take_line(state_->partial);
            state_->partial.clear();
        }
        bytes.remove_prefix(end + 1);
    }
}

void journal_reader::take_line(std::string_view line)
{
    state& now = *state_;
    if (now.suspect)
        now.made.faults.push_back(*std::exchange(now.suspect, std::nullopt));
    ++now.line;
    if (std::string why = now.take(line); !why.empty())
        now.suspect = history_fault{now.line, now.offset, line.size() + 1, std::move(why)};
    now.offset += line.size() + 1;
}

run_history journal_reader::finish()
{
    state& now = *state_;
    if (now.suspect && now.partial.empty())
        now.made.torn = torn_tail{now.suspect->offset, now.suspect->bytes};
    else if (now.suspect)
        now.made.faults.push_back(*now.suspect);
    if (!now.partial.empty())
        now.made.torn = torn_tail{now.offset, now.partial.size()};
    return std::move(now.made);
}

result<run_history> read_journal(const std::filesystem::path& path, journal_visitor* visitor)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return error(errno == ENOENT ? errc::not_found : errc::invalid_argument,
                     std::string("cannot be read: ") + std::strerror(errno), location{path.string()});
    journal_reader reader(visitor);
    std::string piece(1U << 20U, '\0');
    while (in)
    {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        reader.feed(std::string_view(piece).substr(0, static_cast<std::size_t>(in.gcount())));
    }
    if (in.bad() || !in.eof())
        return error(errc::invalid_argument, "cannot be read to its end", location{path.string()});
    return reader.finish();
}

} // namespace codexflow
