#pragma once

#include <codexflow/components.hpp>
#include <codexflow/remembering.hpp>
#include <codexflow/remembering_requests.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/** @file
 *  A memory as its author writes it: entries in and out, no JSON but where an entry holds some.
 *
 *  @code
 *  struct short_lived : codexflow::memory {         // forgets when the program ends
 *      codexflow::task<void> add(codexflow::operation&, std::vector<entry> entries) override {
 *          kept.insert(kept.end(), entries.begin(), entries.end());
 *          co_return;
 *      }
 *      codexflow::task<codexflow::remembering::found> find(codexflow::operation& op, const query& asked) override {
 *          codexflow::remembering::window window(asked);
 *          for (auto one = kept.rbegin(); one != kept.rend() && !window.full(); ++one)
 *              if (asked.by.fits(*one))
 *                  if (const std::string json = one->json(); window.take(json.size()))
 *                      co_await op.emit(CFLOW_CHUNK_JSON, json);
 *          co_return window.so_far();
 *      }
 *      ...
 *  };
 *  CODEXFLOW_PLUGIN(codexflow::component<short_lived>("short-lived"))
 *  @endcode */
namespace codexflow {

/** Keeps what agents remember. Several operations may be under way at once (components.hpp); several processes may use
 *  the same memory at once, and nothing that one has appended may be lost to another. The functions run [op] and must
 *  not block: files and sockets of libraries belong on a thread of the component's own (worker.hpp). What cannot be
 *  done is thrown as failure, CFLOW_E_UNAVAILABLE for a server that cannot be reached; nothing is tried again here. */
class memory : public json_memory
{
public:
    using entry = remembering::entry;
    using query = remembering::query;
    using filter = remembering::filter;

    /** Keeps entries; each whole or not at all. When it ends the entries outlive this process. */
    virtual task<void> add(operation& op, std::vector<entry> entries) = 0;
    /** Emits what fits as chunks of the kind CFLOW_CHUNK_JSON, one entry document each, the newest first.
     *  remembering::window counts and knows when to end. */
    virtual task<remembering::found> find(operation& op, const query& asked) = 0;
    /// What is kept of each alias, without what is over at @p now (Unix ms).
    virtual task<remembering::holdings> survey(operation& op, std::int64_t now) = 0;
    /// Removes what fits. @return how many entries.
    virtual task<std::uint64_t> remove(operation& op, const filter& which) = 0;
    /// Removes what is over, and the oldest of each alias above its bounds; never what is appended meanwhile.
    virtual task<remembering::compaction> tidy(operation& op, const remembering::bounds& to) = 0;

    task<std::string> append(operation& op) final
    {
        std::vector<entry> entries = remembering::read_append(op.request());
        const std::size_t count = entries.size();
        if (count != 0)
            co_await add(op, std::move(entries));
        co_return "{\"appended\":" + std::to_string(count) + '}';
    }

    task<std::string> query_json(operation& op) final
    {
        const query asked = remembering::read_query(op.request());
        const remembering::found done = co_await find(op, asked);
        co_return remembering::to_json(done);
    }

    task<std::string> list(operation& op) final
    {
        const std::int64_t now = remembering::read_list(op.request());
        const remembering::holdings kept = co_await survey(op, now);
        co_return remembering::to_json(kept);
    }

    task<std::string> forget(operation& op) final
    {
        const filter which = remembering::read_forget(op.request());
        const std::uint64_t count = co_await remove(op, which);
        co_return "{\"forgotten\":" + std::to_string(count) + '}';
    }

    task<std::string> compact(operation& op) final
    {
        const remembering::bounds to = remembering::read_bounds(op.request());
        const remembering::compaction done = co_await tidy(op, to);
        co_return remembering::to_json(done);
    }
};

} // namespace codexflow
