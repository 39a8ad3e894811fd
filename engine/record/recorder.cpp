#include "engine/record/recorder.hpp"

#include "engine/base/clock.hpp"
#include "engine/record/event_json.hpp"
#include "engine/record/line_writer.hpp"

#include <algorithm>
#include <utility>

namespace codexflow {

recorder::recorder(clock& source, std::string run_id, bool with_t_ns)
    : clock_(source), run_id_(std::move(run_id)), with_t_ns_(with_t_ns)
{
}

void recorder::add_output(line_writer& out)
{
    outputs_.push_back(&out);
    watched_.push_back(&out);
}

void recorder::watch(line_writer& out) { watched_.push_back(&out); }

void recorder::emit(const task_ref* task, const event::payload& body)
{
    if (const auto* piece = std::get_if<event::chunk>(&body); piece != nullptr && mask_.occurs_in(piece->text))
    {
        masked_chunk_ = piece->text;
        mask_.apply(masked_chunk_);
        event::chunk safe = *piece;
        safe.text = masked_chunk_;
        return write(task, safe);
    }
    if (std::holds_alternative<event::chunk>(body))
        return write(task, body);
    event::payload safe = body;
    mask_payload(safe, mask_);
    write(task, safe);
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
    for (line_writer* out : outputs_)
        out->append(line_);
    if (listener_ != nullptr)
        listener_->on_event(what, line_);
}

bool recorder::congested() const
{
    return std::any_of(watched_.begin(), watched_.end(), [](const line_writer* w) { return w->congested(); });
}

void recorder::when_writable(std::function<void()> go) { waiting_.push_back(std::move(go)); }

void recorder::relieved()
{
    if (congested())
        return;
    const auto ready = std::exchange(waiting_, {});
    for (const auto& go : ready)
        go();
}

} // namespace codexflow
