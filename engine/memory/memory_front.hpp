#pragma once

#include "engine/memory/memory_calls.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow {
class cancel_source;
class clock;
namespace net {
class deadline_sweeper;
}
namespace plugin {
class component_instance;
}
} // namespace codexflow

namespace codexflow::memories {

/// What one operation of a store may take.
inline constexpr std::chrono::milliseconds operation_limit{30'000};
/// Appended at once.
inline constexpr std::size_t batch_entries = 256, batch_bytes = std::size_t{128} << 10;
/// More than this waits: whoever brings more should wait, too.
inline constexpr std::size_t backlog_bytes = std::size_t{512} << 10;
/// So many batches in a row that fail: the store is not asked any more.
inline constexpr unsigned failures_limit = 3;

/// What became of entries that were handed over.
struct append_report
{
    std::vector<std::string> task_ids;
    std::size_t bytes = 0;
    boxed_error why{}; ///< When they are not kept.
    bool kept = true;
};

/** The one place through which the engine talks to a store of memory. Appending is done beside the tasks: one operation
 *  at a time with all that has come meanwhile, so that the engine never waits for a disk.
 *
 *  Owned by a run or a command; engine thread only. The instance, the clock and the sweeper outlive it. close() comes
 *  before destruction. */
class memory_front
{
public:
    using reporter = std::function<void(append_report)>;
    /// Takes one entry, as a document; valid during the call.
    using taker = std::function<void(std::string_view)>;

    /// @param name of the component, for messages: "jsonl". @param tell hears of every batch; may be empty.
    memory_front(plugin::component_instance& instance, std::string name, clock& time, net::deadline_sweeper& sweeper,
                 reporter tell = {});
    ~memory_front();
    memory_front(const memory_front&) = delete;
    memory_front& operator=(const memory_front&) = delete;

    /// Hands an entry over (see entry_json()). What becomes of it is told later, also when the store has failed.
    void append(std::string entry, std::string task_id);
    /// Entries are waiting, or being written.
    bool busy() const noexcept;
    /// So much waits that nobody should bring more: await flush().
    bool crowded() const noexcept;
    /// Until nothing waits any more; every batch has been told of then.
    boost::asio::awaitable<void> flush();
    /// Flushes, for at most @p limit; what has not been kept then is told as lost. Nothing may be appended afterwards.
    boost::asio::awaitable<void> close(std::chrono::milliseconds limit);

    /// Errors of these: what the store met, with its name in front; cancelled; deadline_exceeded.
    boost::asio::awaitable<result<query_end>> query(entry_query what, taker take, cancel_source& cancel);
    boost::asio::awaitable<result<store_summary>> list(cancel_source& cancel);
    boost::asio::awaitable<result<std::uint64_t>> forget(entry_filter which, cancel_source& cancel);
    boost::asio::awaitable<result<compaction_end>> compact(compaction_rule rule, std::chrono::milliseconds limit,
                                                           cancel_source& cancel);

    const std::string& name() const noexcept;

private:
    struct state;
    std::shared_ptr<state> state_; ///< Shared with the coroutine that writes.
};

} // namespace codexflow::memories
