#include "engine/metrics/histogram.hpp"

#include <algorithm>
#include <bit>

namespace codexflow {
namespace {

constexpr int sub_bits = 4; ///< Sixteen buckets for each power of two.

/// The greatest value in the bucket of @p value.
std::uint64_t bound_of(std::uint64_t value) noexcept
{
    if (value <= 1U << sub_bits)
        return value;
    const std::uint64_t at = value - 1; // bounds belong to the bucket below them: (64, 68], (68, 72], ...
    const int shift = static_cast<int>(std::bit_width(at)) - 1 - sub_bits;
    return ((at >> shift) + 1) << shift;
}

} // namespace

void histogram::add(std::int64_t ms)
{
    const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(ms, 0));
    ++buckets_[bound_of(value)];
    ++count_;
    sum_ += value;
    max_ = std::max(max_, value);
}

void histogram::add(const histogram& other)
{
    for (const auto& [bound, count] : other.buckets_)
        buckets_[bound] += count;
    count_ += other.count_;
    sum_ += other.sum_;
    max_ = std::max(max_, other.max_);
}

std::uint64_t histogram::percentile(unsigned percent) const noexcept
{
    const std::uint64_t rank = (count_ * percent + 99) / 100;
    std::uint64_t passed = 0;
    for (const auto& [bound, count] : buckets_)
        if ((passed += count) >= rank && rank != 0)
            return std::min(bound, max_);
    return max_;
}

std::uint64_t histogram::count_up_to(std::uint64_t ms) const noexcept
{
    std::uint64_t passed = 0;
    for (const auto& [bound, count] : buckets_)
        if (bound <= ms)
            passed += count;
    return passed;
}

void histogram::restore(std::uint64_t bound, std::uint64_t count)
{
    if (count == 0)
        return;
    buckets_[bound_of(bound)] += count;
    count_ += count;
}

void histogram::restore_totals(std::uint64_t sum, std::uint64_t max)
{
    sum_ += sum;
    max_ = std::max(max_, max);
}

} // namespace codexflow
