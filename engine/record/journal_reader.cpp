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

task_ref ref_of(json_view event)
{
    const auto text = [event](const char* name) { return std::string(event.text(name)); };
    return {text("task_id"), text("alias"), text("agent_id"), text("provider"), text("model")};
}

std::vector<event::memory::item> told_items(json_view event)
{
    std::vector<event::memory::item> items;
    for (const json_view each : event.items("items"))
    {
        const auto text = [each](const char* name) { return std::string(each.text(name)); };
        items.push_back({text("source_task"), text("source_run"), text("alias"), text("agent_id"), text("rule"),
                         each.number("age_ms"), each.count("bytes"), each.flag("cut")});
    }
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

    task_history& task(json_view event)
    {
        const std::string id(event.text("task_id"));
        const auto [found, fresh] = by_id.try_emplace(id, made.tasks.size());
        if (fresh)
            made.tasks.emplace_back().ref = ref_of(event);
        return made.tasks[found->second];
    }

    /// Empty if @p line is an event, otherwise why it is none.
    std::string take(std::string_view line);
    std::string check_sum(std::string_view line);
    void check_sequence(json_view event, std::size_t size);
    void take_event(json_view event, const std::string& kind);
    void take_start(json_view event);
    void take_plan(json_view event);
    void take_end(json_view event);
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
    rapidjson::Document parsed;
    parsed.Parse(bytes.data(), bytes.size());
    if (parsed.HasParseError())
        return std::string("no JSON: ") + rapidjson::GetParseError_En(parsed.GetParseError());
    const json_view event(static_cast<const rapidjson::Value*>(&parsed));
    const std::string kind(event.text("kind"));
    if (kind.empty())
        return "no event: it has no \"kind\"";
    if (std::string why = check_sum(bytes); !why.empty())
        return why;
    check_sequence(event, bytes.size());
    ++made.events;
    made.last_ts = event.text("ts");
    if (made.first_ts.empty())
        made.first_ts = made.last_ts;
    if (made.run_id.empty())
        made.run_id = event.text("run_id");
    take_event(event, kind);
    if (visitor != nullptr)
        visitor->on_event(kind, event, bytes);
    return {};
}

void journal_reader::state::check_sequence(json_view event, std::size_t size)
{
    const std::uint64_t seq = event.count("seq");
    if (seq != last_seq + 1)
        made.faults.push_back(
            {line, offset, size, "seq " + std::to_string(seq) + " follows " + std::to_string(last_seq)});
    last_seq = seq;
    made.last_seq = std::max(made.last_seq, seq);
}

void journal_reader::state::take_event(json_view event, const std::string& kind)
{
    using how = task_history::state;
    if (kind == "run_started")
        return take_start(event);
    if (kind == "plan")
        return take_plan(event);
    if (kind == "run_complete")
        return take_end(event);
    if (kind == "files_applied")
        made.files_applied = !event.flag("dry_run");
    if (kind == "notice")
    {
        made.notices.push_back({event::notice::level::info, std::string(event.text("source")), std::string(event.text("text"))});
        const std::string_view level = event.text("level");
        made.notices.back().how = level == "error"     ? event::notice::level::error
                                  : level == "warning" ? event::notice::level::warning
                                  : level == "debug"   ? event::notice::level::debug
                                                       : event::notice::level::info;
        return;
    }
    if (event.text("task_id").empty())
        return;
    task_history& of = task(event);
    read_turn(of.conversation, kind, event);
    if (kind == "task_started")
    {
        of.how = how::started;
        of.waited_ms = event.number("waited_ms");
    }
    else if (kind == "chunk")
    {
        ++of.chunks;
    }
    else if (kind == "memory" && event.text("op") == "context")
    {
        of.told = told_items(event);
    }
    else if (kind == "task_complete" || kind == "task_error")
    {
        const json_view fault = event.member("error");
        of.ms = event.number("ms");
        of.finish = event.text("finish");
        of.usage = token_usage_of(event);
        of.output = event.text(kind == "task_complete" ? "output" : "partial");
        of.error_code = fault.text("code");
        of.error_message = fault.text("message");
        of.error_phase = fault.text("phase");
        of.workspace = event.text("workspace");
        of.hint = fault.text("hint");
        of.how = kind == "task_complete"        ? how::complete
                 : of.error_code == "cancelled" ? how::cancelled
                                                : how::failed;
    }
}

void journal_reader::state::take_start(json_view event)
{
    ++made.sessions;
    made.end.reset(); // of the process before
    made.plugins.clear();
    made.engine_version = event.text("engine_version");
    made.config_digest = event.text("config_digest");
    made.sandbox = event.text("sandbox");
    made.context = event.text("context");
    for (const json_view each : event.items("plugins"))
    {
        const auto text = [each](const char* name) { return std::string(each.text(name)); };
        made.plugins.push_back({text("id"), text("version"), text("file"), text("digest")});
    }
}

void journal_reader::state::take_plan(json_view event)
{
    made.source = event.text("source");
    for (const json_view each : event.items("tasks"))
        task(each).text = each.text("text");
}

void journal_reader::state::take_end(json_view event)
{
    const json_view tasks = event.member("tasks");
    event::run_complete end;
    end.verdict = event.text("verdict");
    end.reason = event.text("reason");
    end.exit_code = static_cast<int>(event.number("exit_code"));
    end.ms = event.number("ms");
    end.tasks = tasks.count("total");
    end.ok = tasks.count("ok");
    end.failed = tasks.count("failed");
    end.cancelled = tasks.count("cancelled");
    end.not_started = tasks.count("not_started");
    end.usage = token_usage_of(event);
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
