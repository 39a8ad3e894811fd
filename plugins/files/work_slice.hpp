#pragma once

#include <codexflow/operation.hpp>

#include <chrono>
#include <cstddef>

namespace codexflow::files {

/** Lets others in between: the functions of this plugin run on the engine's thread and do file work, which no
 *  service of the host does for them. They do it in slices of a bounded number of bytes, a few milliseconds
 *  each, and await the host's timer between two. That is simpler than a thread: nothing is shared, a
 * cancelled operation ends at the next rest, with the failure the host gives, and nothing is left to be
 * joined.
 *  @code
 *  if (slice.spend(bytes))
 *      co_await slice.rest();
 *  @endcode */
class work_slice
{
public:
    static constexpr std::size_t size = 1 << 19;       ///< Bytes of file content a slice may handle.
    static constexpr std::size_t entry_cost = 1 << 11; ///< What one name or open file counts as.

    /// @param op must outlive this object.
    explicit work_slice(operation& op) noexcept : op_(op) {}

    /// Counts work that was done. @return whether it is time to rest.
    bool spend(std::size_t bytes) noexcept
    {
        spent_ += bytes;
        return spent_ >= size;
    }
    /// Throws failure (CFLOW_E_CANCELLED) when the host wants the operation to stop.
    auto rest()
    {
        spent_ = 0;
        return op_.sleep_for(std::chrono::microseconds(0));
    }

private:
    operation& op_;
    std::size_t spent_ = 0;
};

} // namespace codexflow::files
