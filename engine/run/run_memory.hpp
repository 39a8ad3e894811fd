#pragma once

#include "engine/base/cancellation.hpp"
#include "engine/memory/context_bus.hpp"
#include "engine/memory/context_choice.hpp"
#include "engine/memory/memory_entry.hpp"
#include "engine/memory/memory_front.hpp"
#include "engine/run/memory_setup.hpp"
#include "engine/run/run.hpp"
#include "engine/run/task_files.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace codexflow {

class recorder;

/// What a run's memory works with. All of it outlives the run's memory.
struct memory_world
{
    clock& time;
    recorder& record;
    net::deadline_sweeper& sweeper;
    const std::string& run_id;
    bool compact = false; ///< The store is rid of what is too much, at the end.
};

/** Memory during a run: what tasks are told when they begin, and what is kept of them when they end. Everything that is
 *  stored or published passes the redaction here.
 *
 *  Owned by the run; engine thread only. Life: open(), then tasks, then close() once. */
class run_memory
{
public:
    run_memory(const memory_use& use, plugin::component_instance& instance, const memory_world& world);

    /** Looks whether the store can be asked at all, and gathers what the tasks are to be told of earlier runs.
     *  Errors: what the store met, with the phase "memory". */
    boost::asio::awaitable<result<void>> open(const std::vector<job>& jobs, cancel_source& cancel);

    /// Names in the share_with of the run's agents that no agent has; none unless work is shared.
    std::vector<memories::dangling_name> dangling() const;

    /// What the task is told, for its prompt; "" if nothing. Recorded.
    std::string tell(const job& what);

    /// The task has ended: it is remembered, and published to those it shares with. Recorded.
    void remember(const job& what, const task_result& how);
    /// So much waits to be written that a task that has ended should wait for flush().
    bool crowded() const noexcept { return front_.crowded(); }
    boost::asio::awaitable<void> flush() { return front_.flush(); }

    /** Writes what still waits, looks whether the store kept it, and makes room in it.
     *  @param hurry The run was stopped. */
    boost::asio::awaitable<void> close(bool hurry);

    bool busy() const noexcept { return front_.busy(); }

    /// Tasks that are not remembered although they were to be; it fails the run unless it is to go on.
    std::size_t lost() const noexcept { return use_.terms.go_on ? 0 : lost_; }

private:
    struct reader
    {
        std::vector<memories::context_item> earlier; ///< From before the run; newest first.
        std::deque<memories::context_item> heard;    ///< From the bus; oldest first.
        std::size_t heard_bytes = 0;
        memories::context_bus::subscription ear;
        std::optional<memories::context_choice> same; ///< For all its tasks, as long as nothing is heard.
    };

    boost::asio::awaitable<result<void>> probe(const std::vector<job>& jobs, cancel_source& cancel);
    boost::asio::awaitable<result<void>> gather(std::string publisher, cancel_source& cancel);
    std::vector<memories::context_item> items_for(const std::string& reader_id) const;
    void listen(const std::string& reader_id);
    const memories::context_choice& choose(const std::string& reader_id);
    void keep_earlier(const std::string& publisher, std::string_view document);
    void publish(const job& what, const task_result& how, std::int64_t at_us, std::string text);
    const remembering& rules_of(const std::string& agent_id) const;
    void on_append(const memories::append_report& told);
    void complain(std::string text);
    void lose(const error& why, std::size_t count);
    boost::asio::awaitable<void> look_back(cancel_source& cancel);
    boost::asio::awaitable<void> compact(cancel_source& cancel);

    const memory_use& use_;
    const memory_world world_;
    const std::int64_t started_us_;
    memories::sharing_rules rules_;
    std::map<std::string, memories::field_filter> filters_; ///< By agent id; none for agents without fields.
    memories::context_bus bus_;
    memories::memory_front front_;
    std::map<std::string, std::vector<memories::context_item>> gathered_; ///< By publisher; newest first.
    std::map<std::string, reader> readers_;                             ///< By agent id; only if tasks are told anything.
    std::set<std::pair<std::string, std::string>> denied_;              ///< Publisher and reader; each told once.
    std::size_t lost_ = 0, complaints_ = 0, kept_ = 0;
    std::string last_alias_; ///< Of the last entry handed over; "" if it does not last.
};

} // namespace codexflow
