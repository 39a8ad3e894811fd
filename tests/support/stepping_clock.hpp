#pragma once

#include "engine/base/clock.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace codexflow::test {

/// A clock of which every reading is @c step later than the one before.
class stepping_clock final : public clock
{
public:
    std::int64_t unix_us() override { return now += step; }
    std::int64_t steady_us() override { return now += step; }
    void random(void* bytes, std::size_t count) override { std::memset(bytes, 0, count); }

    std::int64_t now = 0, step = 0;
};

} // namespace codexflow::test
