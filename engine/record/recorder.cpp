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
        return mask_.empty() ? write(task, body) : emit_chunk(task, *piece);
    flush_tails(task);
    ended_ = std::holds_alternative<event::run_complete>(body);
    event::payload safe = body;
    mask_payload(safe, mask_);
    write(task, safe);
}

void recorder::emit_chunk(const task_ref* task, const event::chunk& piece)
{
    const channel from{task, piece.what, piece.index};
    const auto kept = tails_.find(from);
    std::string tail;
    if (kept != tails_.end())
        tail = std::move(tails_.extract(kept).mapped());
    masked_chunk_.clear();
    mask_.feed(tail, piece.text, masked_chunk_);
    if (!tail.empty())
        tails_.emplace(from, std::move(tail));
    if (masked_chunk_.empty() && !piece.text.empty())
        return;
    event::chunk safe = piece;
    safe.text = masked_chunk_;
    write(task, safe);
}

void recorder::flush_tails(const task_ref* task)
{
    using kind = event::chunk::channel;
    for (auto at = tails_.lower_bound({task, kind::text, 0}); at != tails_.end() && std::get<0>(at->first) == task;)
    {
        const std::string rest = mask_.end(at->second);
        event::chunk last;
        last.what = std::get<1>(at->first);
        last.index = std::get<2>(at->first);
        last.text = rest;
        at = tails_.erase(at);
        write(task, last);
    }
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
    if (listener_ != nullptr)
        listener_->on_event(what, line_);
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
