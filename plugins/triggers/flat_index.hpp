#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace codexflow::triggers {

/** Numbers by number: what a hash map is used for in the hot path here, in two arrays' worth of memory and
 *  one probe. A key is never ~0. Filled once, then read by any number of threads. */
class flat_index
{
public:
    /// The value of @p key, or nothing.
    std::optional<std::uint32_t> find(std::uint64_t key) const noexcept
    {
        if (slots_.empty())
            return std::nullopt;
        for (std::size_t at = home(key);; at = (at + 1) & mask_)
        {
            if (slots_[at].key == key)
                return slots_[at].value;
            if (slots_[at].key == free_key)
                return std::nullopt;
        }
    }

    /// The value of @p key, which is set to @p otherwise if there was none.
    std::uint32_t find_or_add(std::uint64_t key, std::uint32_t otherwise)
    {
        if (const auto found = find(key))
            return *found;
        if ((count_ + 1) * 2 > slots_.size())
            grow();
        ++count_;
        put(key, otherwise);
        return otherwise;
    }

private:
    struct slot
    {
        std::uint64_t key = free_key;
        std::uint32_t value = 0;
    };
    static constexpr std::uint64_t free_key = ~std::uint64_t{0};

    std::size_t home(std::uint64_t key) const noexcept
    {
        key ^= key >> 32;
        key *= 0x9E3779B97F4A7C15ULL; // spreads neighbours over the table
        return (key ^ key >> 29) & mask_;
    }

    void put(std::uint64_t key, std::uint32_t value) noexcept
    {
        std::size_t at = home(key);
        while (slots_[at].key != free_key)
            at = (at + 1) & mask_;
        slots_[at] = {key, value};
    }

    void grow()
    {
        std::vector<slot> old(slots_.empty() ? 64 : slots_.size() * 2);
        old.swap(slots_);
        mask_ = slots_.size() - 1;
        for (const slot& one : old)
            if (one.key != free_key)
                put(one.key, one.value);
    }

    std::vector<slot> slots_;
    std::size_t mask_ = 0, count_ = 0;
};

} // namespace codexflow::triggers
