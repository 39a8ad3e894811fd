#pragma once

#include <cstdint>
#include <map>

namespace codexflow {

/** How durations lie, in buckets that can be added up: whole milliseconds up to 16 have one each, above that
 *  every power of two has sixteen, so a bucket is at most 1/16 of its values wide. Of the greatest value
 *  more is known than its bucket. Value type. */
class histogram
{
public:
    void add(std::int64_t ms); ///< Negative (a clock that went back) counts as 0.
    void add(const histogram& other);

    bool empty() const noexcept { return count_ == 0; }
    std::uint64_t count() const noexcept { return count_; }
    std::uint64_t sum() const noexcept { return sum_; }
    std::uint64_t max() const noexcept { return max_; }

    /** By nearest rank: the upper bound of the bucket that holds the value at that share of all, or the
     *  greatest value if that is less. @p percent from 1 to 100; 0 when there is no value. */
    std::uint64_t percentile(unsigned percent) const noexcept;

    /// How many values are at most @p ms: exact for the bounds of buckets, which powers of two are.
    std::uint64_t count_up_to(std::uint64_t ms) const noexcept;

    /// Counts by the upper bounds of their buckets, which belong to these.
    const std::map<std::uint64_t, std::uint64_t>& buckets() const noexcept { return buckets_; }
    /// As it was read from a file: @p count more values in the bucket that @p bound belongs to.
    void restore(std::uint64_t bound, std::uint64_t count);
    void restore_totals(std::uint64_t sum, std::uint64_t max);

private:
    std::map<std::uint64_t, std::uint64_t> buckets_;
    std::uint64_t count_ = 0, sum_ = 0, max_ = 0;
};

} // namespace codexflow
