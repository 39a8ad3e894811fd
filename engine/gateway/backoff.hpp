#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

/** @file
 *  How long to wait before trying again; the schedule of the official SDKs. Jitter is drawn by the caller
 *  from [0, 1). */
namespace codexflow::gateway {

inline constexpr std::chrono::milliseconds backoff_base{500};
inline constexpr std::chrono::milliseconds backoff_cap{8000};

/// Before retry number @p n (from 0) when the server said nothing: base * 2^n up to the cap, less up to 25 %.
inline std::chrono::milliseconds backoff(unsigned n, double jitter)
{
    const std::chrono::milliseconds full = n >= 4 ? backoff_cap : std::min(backoff_cap, backoff_base * (1U << n));
    return full - std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(full.count()) * 0.25 * jitter));
}

/// When the server said how long: at least that, and up to 10 % more, so that not all come back at once.
inline std::chrono::milliseconds with_margin(std::chrono::milliseconds asked, double jitter)
{
    return asked + std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(asked.count()) * 0.1 * jitter));
}

} // namespace codexflow::gateway
