#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/** @file
 *  Door five: time, randomness and ids come from one object that is handed in, so that tests move it by
 *  hand and a run can be replayed. Nothing else in the engine asks the system for them. */
namespace codexflow {

/** The source of time and randomness. Owned by the program; outlives every run that uses it.
 *  Thread-safe: plugins ask from any thread. */
class clock
{
public:
    virtual ~clock() = default;
    /// Wall clock, microseconds since 1970-01-01 UTC.
    virtual std::int64_t unix_us() = 0;
    /// For intervals: microseconds since some fixed point; never goes back.
    virtual std::int64_t steady_us() = 0;
    virtual void random(void* bytes, std::size_t count) = 0;
};

/// The machine's own clocks and its kernel's randomness.
class system_clock final : public clock
{
public:
    std::int64_t unix_us() override;
    std::int64_t steady_us() override;
    void random(void* bytes, std::size_t count) override;
};

/// "20261122T143412Z-4k2j9x": sorts by time, unique without a registry.
std::string make_run_id(clock& source);

/// "1763822052123-4k2j9x": milliseconds and six base-36 digits, the original's form of a task id.
std::string make_task_id(clock& source);

/// "2026-11-22T14:34:12.123Z".
std::string iso_time(std::int64_t unix_us);

/** Microseconds since 1970 of a time in UTC as iso_time() writes it, also without the fraction, the seconds, the
 *  "Z" or the whole time of day ("2026-11-22"); nothing for any other text. */
std::optional<std::int64_t> parse_iso_time(std::string_view text) noexcept;

} // namespace codexflow
