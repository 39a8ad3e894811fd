#include "engine/record/recorder.hpp"

#include "engine/base/clock.hpp"
#include "engine/record/event_json.hpp"
#include "engine/record/journal.hpp"
#include "engine/record/journal_border.hpp"
#include "engine/record/line_writer.hpp"

#include <algorithm>
#include <utility>

namespace codexflow {

recorder::recorder(clock& source, std::string run_id, bool with_t_ns)
    : clock_(source), run_id_(std::move(run_id)), with_t_ns_(with_t_ns)
{
}

void recorder::use_journal(journal& to)
{
    journal_ = &to;
    watched_.push_back(&to.writer());
}

boost::asio::awaitable<bool> recorder::committed(durability how, cancel_source& cancel)
{
    if (journal_ == nullptr)
        co_return true;
    co_return co_await journal_->committed(how, cancel);
}

void recorder::add_output(line_writer& out)
{
    outputs_.push_back(&out);
    watched_.push_back(&out);
}

void recorder::watch(line_writer& out) { watched_.push_back(&out); }

void recorder::emit(const task_ref* task, const event::payload& body)
{
    if (ended_)
        return;
    if (const auto* piece = std::get_if<event::chunk>(&body))
        return emit_chunk(task, *piece);
    tell_gathered();
    end_texts(task);
    event::payload safe = body;
    redact_payload(safe, redaction_, [this](const task_ref* whose) { return shown_as(whose); });
    if (std::holds_alternative<event::run_complete>(body))
    {
        tell_faults();
        ended_ = true;
    }
    write(shown_as(task), safe);
    tell_faults();
    if (ended_)
        texts_.clear(); // of tasks that never ended: redactors do not outlive the run
}

/// Whoever wrote the tasks chose their names, too.
const task_ref* recorder::shown_as(const task_ref* task)
{
    if (task == nullptr)
        return task;
    const auto [known, first] = shown_.try_emplace(task);
    if (first)
    {
        auto safe = std::make_unique<task_ref>(*task);
        for (std::string* name : {&safe->task_id, &safe->alias, &safe->agent_id, &safe->provider, &safe->model})
            redaction_.apply(*name);
        const bool same = safe->task_id == task->task_id && safe->alias == task->alias &&
                          safe->agent_id == task->agent_id && safe->provider == task->provider &&
                          safe->model == task->model;
        known->second = same ? nullptr : std::move(safe);
    }
    return known->second == nullptr ? task : known->second.get();
}

redaction::stream& recorder::open_texts::of(channel from, const codexflow::redaction& by)
{
    for (open_text& one : all)
        if (one.from == from)
            return one.text;
    return all.emplace_back(open_text{from, redaction::stream(by)}).text;
}

void recorder::emit_chunk(const task_ref* task, const event::chunk& piece)
{
    const channel from{piece.what, piece.index};
    if (gather(task, from, piece.text))
        return;
    tell_gathered();
    tell_chunk(task, from, piece.text);
}

/// @return false if the piece is to be told at once. What opens a call is a document, and stays one.
bool recorder::gather(const task_ref* task, channel from, std::string_view text)
{
    if (!later_ || text.empty() || text.size() > most_gathered || from.first == event::chunk::channel::tool_call)
        return false;
    const bool continues = gathered_.task == task && gathered_.from == from;
    if (!continues || gathered_.text.size() + text.size() > most_gathered)
        tell_gathered();
    gathered_.task = task;
    gathered_.from = from;
    gathered_.text += text;
    if (!std::exchange(telling_later_, true))
        later_([this] {
            telling_later_ = false;
            tell_gathered();
        });
    return true;
}

void recorder::tell_gathered()
{
    if (gathered_.text.empty())
        return;
    tell_chunk(gathered_.task, gathered_.from, gathered_.text);
    gathered_.text.clear();
}

void recorder::tell_chunk(const task_ref* task, channel from, std::string_view text)
{
    open_texts& said = texts_[task];
    if (said.all.empty())
        said.shown = shown_as(task);
    const std::string_view safe = said.of(from, redaction_).feed(text);
    if (!safe.empty() || text.empty())
        write_chunk(said.shown, from, safe);
}

void recorder::write_chunk(const task_ref* shown, channel from, std::string_view text)
{
    event::chunk said;
    said.what = from.first;
    said.index = from.second;
    said.text = text;
    write(shown, said);
}

/// What was held back of the task's texts is written: nothing follows that could make a secret of it.
void recorder::end_texts(const task_ref* task)
{
    const auto found = texts_.find(task);
    if (found == texts_.end())
        return;
    open_texts said = std::move(texts_.extract(found).mapped());
    std::sort(said.all.begin(), said.all.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
    for (open_text& one : said.all)
    {
        const std::string_view last = one.text.end();
        if (!last.empty())
            write_chunk(said.shown, one.from, last);
    }
}

/// A redactor that failed has left its mark in the text; here stands why, in words of our own.
void recorder::tell_faults()
{
    if (ended_)
        return;
    for (std::string& fault : redaction_.take_faults())
        write(nullptr, event::notice{event::notice::level::error, "engine", std::move(fault), "redactor_failed"});
}

void recorder::write(const task_ref* task, const event::payload& body)
{
    const std::int64_t now = clock_.unix_us();
    if (now / 1000 != stamped_ms_)
    {
        stamped_ms_ = now / 1000;
        stamp_ = iso_time(now);
    }
    const run_event what{++seq_, now, task, body};
    line_.clear();
    write_json(what, event_envelope{run_id_, stamp_, with_t_ns_ ? clock_.steady_us() * 1000 : -1}, line_);
    if (journal_ != nullptr)
        journal_->append(line_, border_of(body));
    for (line_writer* out : outputs_)
        out->append(line_);
    for (event_listener* one : listeners_)
        one->on_event(what, line_);
}

bool recorder::congested() const
{
    return std::any_of(watched_.begin(), watched_.end(), [](const line_writer* w) { return w->congested(); });
}

void recorder::when_writable(std::function<void()> go)
{
    if (!congested()) // the writers' word may have come between the question and this call
        return go();
    waiting_.push_back(std::move(go));
}

void recorder::relieved()
{
    if (journal_ != nullptr)
        journal_->relieved();
    if (congested())
        return;
    const auto ready = std::exchange(waiting_, {});
    for (const auto& go : ready)
        go();
}

} // namespace codexflow
