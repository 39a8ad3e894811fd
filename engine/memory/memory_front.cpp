#include "engine/memory/memory_front.hpp"

#include "engine/base/async_event.hpp"
#include "engine/base/cancellation.hpp"
#include "engine/base/clock.hpp"
#include "engine/net/deadline_sweeper.hpp"
#include "engine/plugin/run_operation.hpp"
#include "engine/plugin/status.hpp"

#include <codexflow/view.hpp>

#include <boost/asio/co_spawn.hpp>

#include <deque>
#include <exception>
#include <utility>

namespace codexflow::memories {
namespace {

using boost::asio::awaitable;

/// Hands entries on; the reader takes them at once, or it would not have asked.
class entry_stream final : public plugin::chunk_consumer
{
public:
    explicit entry_stream(const memory_front::taker& take) : take_(take) {}
    bool on_chunk(const cflow_chunk& chunk) override
    {
        if (chunk.kind == CFLOW_CHUNK_JSON && take_)
            take_(from_abi(chunk.data));
        return true;
    }
    void when_ready(std::function<void()> go) override { go(); }

private:
    const memory_front::taker& take_;
};

error says_fewer(std::uint64_t said, std::size_t given)
{
    return error(errc::plugin_misbehaved, "it says that it appended " + std::to_string(said) + " of " + std::to_string(given) + " entries");
}

} // namespace

struct memory_front::state
{
    struct waiting_entry
    {
        std::string entry, task_id;
    };

    state(plugin::component_instance& of, std::string called, clock& source, net::deadline_sweeper& limits, reporter told)
        : instance(of), name(std::move(called)), time(source), sweeper(limits), tell(std::move(told)),
          idle(of.host().shared.io)
    {
        idle.set();
    }

    std::string now() { return iso_time(time.unix_us()); }
    std::string who() const { return "memory '" + name + "'"; }

    /// The next batch, and what it consists of.
    std::vector<std::string> take_batch(append_report& about)
    {
        std::vector<std::string> batch;
        while (!waiting.empty() && batch.size() < batch_entries && (batch.empty() || about.bytes < batch_bytes))
        {
            waiting_entry& next = waiting.front();
            about.bytes += next.entry.size();
            about.task_ids.push_back(std::move(next.task_id));
            batch.push_back(std::move(next.entry));
            waiting.pop_front();
        }
        return batch;
    }

    void report(append_report about, const result<void>& how)
    {
        waiting_bytes -= about.bytes;
        if (how)
            failures = 0;
        else
        {
            about.kept = false;
            about.why = how.error();
            const errc code = about.why.get().code;
            const bool hopeless = code == errc::deadline_exceeded || code == errc::cancelled;
            failures = hopeless ? failures_limit : failures + 1;
        }
        if (tell)
            tell(std::move(about));
    }

    bool given_up() const noexcept { return failures >= failures_limit || stop.cancelled(); }

    /// What still waits when the store has been given up.
    void drop_all()
    {
        append_report about;
        while (!waiting.empty())
        {
            about.bytes += waiting.front().entry.size();
            about.task_ids.push_back(std::move(waiting.front().task_id));
            waiting.pop_front();
        }
        if (!about.task_ids.empty())
            report(std::move(about), error(errc::unavailable, who() + " has failed before and is not asked any more"));
    }

    plugin::component_instance& instance;
    const std::string name;
    clock& time;
    net::deadline_sweeper& sweeper;
    const reporter tell;
    std::deque<waiting_entry> waiting;
    std::size_t waiting_bytes = 0; ///< With those being written.
    unsigned failures = 0;         ///< In a row.
    bool writing = false;
    cancel_source stop;
    async_event idle;
};

namespace {

/// One operation, with its limit. @p State is memory_front::state, which nobody else may name.
template <class State>
awaitable<result<std::string>> perform(std::shared_ptr<State> all, std::string verb, std::string request,
                                       const memory_front::taker& take, std::chrono::milliseconds limit, cancel_source& cancel)
{
    cancel_source scope(cancel);
    net::deadline_sweeper::entry late([&scope] { scope.cancel(cancel_reason::deadline); });
    all->sweeper.arm(late, limit);
    entry_stream chunks(take);
    plugin::operation_end end =
        co_await plugin::run_operation(all->instance, std::move(verb), std::move(request), chunks, scope);
    if (end.status >= 0)
        co_return std::move(end.text);
    error failed = plugin::error_of(end.status, end.text, all->who());
    co_return std::move(failed);
}

template <class State> awaitable<result<void>> append_batch(std::shared_ptr<State> all, std::vector<std::string> batch)
{
    const std::size_t given = batch.size();
    std::string request = append_request(batch);
    batch.clear();
    std::string verb = "append";
    const memory_front::taker nobody;
    auto answer = co_await perform(all, std::move(verb), std::move(request), nobody, operation_limit, all->stop);
    if (!answer)
        co_return answer.error();
    const auto said = read_appended(*answer);
    if (!said)
        co_return std::move(said.error()).under(all->who());
    if (*said != given)
        co_return says_fewer(*said, given).under(all->who());
    co_return result<void>();
}

template <class State> awaitable<void> write_waiting(std::shared_ptr<State> all)
{
    while (!all->waiting.empty() && !all->given_up())
    {
        append_report about;
        std::vector<std::string> batch = all->take_batch(about);
        const auto how = co_await append_batch(all, std::move(batch));
        all->report(std::move(about), how);
    }
    all->drop_all();
}

} // namespace

memory_front::memory_front(plugin::component_instance& instance, std::string name, clock& time, net::deadline_sweeper& sweeper,
                           reporter tell)
    : state_(std::make_shared<state>(instance, std::move(name), time, sweeper, std::move(tell)))
{
}

memory_front::~memory_front() = default;

const std::string& memory_front::name() const noexcept { return state_->name; }
bool memory_front::busy() const noexcept { return state_->writing; }
bool memory_front::crowded() const noexcept { return state_->waiting_bytes > backlog_bytes; }

void memory_front::append(std::string entry, std::string task_id)
{
    state& all = *state_;
    all.waiting_bytes += entry.size();
    all.waiting.push_back({std::move(entry), std::move(task_id)});
    if (std::exchange(all.writing, true))
        return;
    all.idle.reset();
    boost::asio::co_spawn(all.instance.host().shared.io, write_waiting(state_), [kept = state_](const std::exception_ptr& bug) {
        kept->writing = false;
        kept->idle.set();
        if (bug)
            std::rethrow_exception(bug);
    });
}

awaitable<void> memory_front::flush()
{
    const auto all = state_;
    while (all->writing)
        co_await all->idle.wait();
}

awaitable<void> memory_front::close(std::chrono::milliseconds limit)
{
    const auto all = state_;
    net::deadline_sweeper::entry late([&all = *all] { all.stop.cancel(cancel_reason::deadline); });
    all->sweeper.arm(late, limit);
    co_await flush();
}

awaitable<result<query_end>> memory_front::query(entry_query what, taker take, cancel_source& cancel)
{
    std::string request = query_request(what, state_->now());
    std::string verb = "query";
    auto answer = co_await perform(state_, std::move(verb), std::move(request), take, operation_limit, cancel);
    if (!answer)
        co_return answer.error();
    auto read = read_query_end(*answer);
    if (!read)
        co_return std::move(read.error()).under(state_->who());
    co_return std::move(read);
}

awaitable<result<store_summary>> memory_front::list(cancel_source& cancel)
{
    std::string request = list_request(state_->now());
    std::string verb = "list";
    const taker nobody;
    auto answer = co_await perform(state_, std::move(verb), std::move(request), nobody, operation_limit, cancel);
    if (!answer)
        co_return answer.error();
    auto read = read_summary(*answer);
    if (!read)
        co_return std::move(read.error()).under(state_->who());
    co_return std::move(read);
}

awaitable<result<std::uint64_t>> memory_front::forget(entry_filter which, cancel_source& cancel)
{
    std::string request = forget_request(which, state_->now());
    std::string verb = "forget";
    const taker nobody;
    auto answer = co_await perform(state_, std::move(verb), std::move(request), nobody, operation_limit, cancel);
    if (!answer)
        co_return answer.error();
    auto read = read_forgotten(*answer);
    if (!read)
        co_return std::move(read.error()).under(state_->who());
    co_return std::move(read);
}

awaitable<result<compaction_end>> memory_front::compact(compaction_rule rule, std::chrono::milliseconds limit, cancel_source& cancel)
{
    std::string request = compact_request(rule, state_->now());
    std::string verb = "compact";
    const taker nobody;
    auto answer = co_await perform(state_, std::move(verb), std::move(request), nobody, limit, cancel);
    if (!answer)
        co_return answer.error();
    auto read = read_compaction(*answer);
    if (!read)
        co_return std::move(read.error()).under(state_->who());
    co_return std::move(read);
}

} // namespace codexflow::memories
