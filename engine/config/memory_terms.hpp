#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace codexflow {

/// What a task is told of earlier work.
enum class context_mode : std::uint8_t
{
    off,
    own,    ///< What its own agent did.
    shared, ///< That, and what agents did that share with it.
};

/// When what has expired, or is too much, is taken out of the store after a run.
enum class compaction : std::uint8_t
{
    daily, ///< At the end of the first run of a day.
    run,
    never,
};

/// What the engine itself does with memory, whichever plugin keeps it: the keys of `memory` that are no plugin's.
struct memory_terms
{
    context_mode context = context_mode::off;
    std::uint32_t context_bytes = 16'384; ///< Of one task, at least 1024.
    std::optional<std::uint64_t> max_bytes = std::uint64_t{64} << 20U; ///< Of one alias; nothing: no bound.
    std::optional<std::uint64_t> max_entries;                          ///< The same.
    std::optional<std::chrono::milliseconds> retention; ///< For agents that name none; nothing: for good.
    compaction compact = compaction::daily;
    bool go_on = false; ///< A store that fails does not fail the run.
};

} // namespace codexflow
