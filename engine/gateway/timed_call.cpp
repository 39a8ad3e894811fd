#include "engine/gateway/timed_call.hpp"

#include "engine/base/cancellation.hpp"
#include "engine/base/clock.hpp"
#include "engine/gateway/model_caller.hpp"
#include "engine/gateway/model_gateway.hpp"

#include <codexflow/view.hpp>

#include <algorithm>
#include <utility>

namespace codexflow::gateway {
namespace {

/// Notes into the answer what comes, and when.
class stopwatch final : public model_caller
{
public:
    stopwatch(clock& time, timed_answer& answer) : time_(time), answer_(answer), meter_(time.steady_us()) {}

    bool on_chunk(const cflow_chunk& chunk) override
    {
        ++answer_.pieces;
        const std::string_view data = from_abi(chunk.data);
        if (chunk.kind != CFLOW_CHUNK_TEXT && chunk.kind != CFLOW_CHUNK_REASONING)
            return true;
        meter_.on_piece(time_.steady_us());
        answer_.bytes += data.size();
        if (chunk.kind == CFLOW_CHUNK_TEXT && answer_.text.size() < timed_text_limit)
            answer_.text += data.substr(0, timed_text_limit - answer_.text.size());
        return true;
    }
    void when_ready(std::function<void()> go) override { go(); }
    void on_retry(const retry_notice& notice) override { meter_.on_retry(time_.steady_us(), notice.delay); }
    void on_failover(const failover_notice&) override {}
    void on_warning(std::string_view, std::string_view code, std::string_view message) override
    {
        answer_.warnings.push_back(std::string(code) + ": " + std::string(message));
    }
    void on_hold(bool waiting) override { meter_.on_hold(time_.steady_us(), waiting); }
    std::optional<std::chrono::milliseconds> time_left() override { return std::nullopt; }

    /// Once, when the call has ended.
    void stop() { static_cast<call_times&>(answer_) = meter_.end(time_.steady_us()); }

private:
    clock& time_;
    timed_answer& answer_;
    call_meter meter_;
};

} // namespace

boost::asio::awaitable<timed_answer> timed_call(model_gateway& models, clock& time, std::vector<std::size_t> providers,
                                                const model_request& request, const task_ref& who,
                                                cancel_source& cancel)
{
    timed_answer answer;
    stopwatch watch(time, answer);
    auto reply = co_await models.complete(std::move(providers), request, who, watch, cancel);
    watch.stop();
    answer.reply = std::move(reply);
    if (!answer.reply && cancel.reason() == cancel_reason::deadline)
        answer.reply = error(errc::deadline_exceeded, "the call took longer than its time limit").with_phase("total");
    co_return answer;
}

} // namespace codexflow::gateway
