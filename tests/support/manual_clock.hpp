#pragma once

#include "engine/base/clock.hpp"

#include <cstring>

namespace codexflow::test {

/// A clock that only tests move; its randomness counts up, so ids are predictable.
class manual_clock final : public clock
{
public:
    std::int64_t unix_us() override { return now_us; }
    std::int64_t steady_us() override { return now_us; }
    void random(void* bytes, std::size_t count) override
    {
        std::memset(bytes, 0, count);
        ++drawn;
        std::memcpy(bytes, &drawn, count < sizeof drawn ? count : sizeof drawn);
    }

    std::int64_t now_us = 1'763'822'052'123'000; ///< 2025-11-22T14:34:12.123Z
    std::uint64_t drawn = 0;
};

} // namespace codexflow::test
