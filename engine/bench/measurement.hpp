#pragma once

#include "engine/base/error.hpp"
#include "engine/record/event.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/** @file
 *  What a bench has measured, as plain values: the reports are made of nothing else. All text in it that
 *  came from outside has passed the mask. Times are microseconds. */
namespace codexflow::bench {

/// One call that counts.
struct measured_call
{
    std::size_t provider = 0; ///< Index into measurement::subjects.
    unsigned round = 1;
    std::int64_t started_us = 0;           ///< Since the bench began.
    std::int64_t total_us = 0;             ///< To the end of the call, waits and repeats included.
    std::optional<std::int64_t> first_us; ///< To the first piece of text or reasoning; unset: not streamed, or none came.
    std::int64_t waited_us = 0; ///< Of the total: between tries, and held back because the provider wants fewer requests.
    unsigned attempts = 1;      ///< Requests made for it.
    token_usage usage;          ///< As the provider counted.
    std::optional<double> cost; ///< US dollars, not rounded; unset: unknown.
    std::string model;          ///< As the server named it; empty if it did not.
    std::string finish;         ///< "stop", "length", ...
    std::string preview;        ///< How the answer begins.
    std::optional<error> failure;

    bool ok() const noexcept { return !failure; }
    /// Output tokens for a second of the whole call; nothing when they were not counted.
    std::optional<double> tokens_per_second() const noexcept;
};

/// A provider that is measured.
struct subject
{
    std::string name;   ///< In the configuration.
    std::string plugin;
    std::string model;  ///< As it is asked for; empty: the provider's own default.
};

/// How the calls were made.
struct bench_settings
{
    unsigned runs = 3;
    unsigned warm_up = 0;
    unsigned max_parallel = 1;
    bool stream = true;
};

/// A whole bench.
struct measurement
{
    std::string prompt;
    std::int64_t started_unix_us = 0;
    std::int64_t elapsed_us = 0;
    bench_settings settings;
    std::vector<subject> subjects;
    std::vector<measured_call> calls; ///< In the order they ended; without the warm-up.
    std::size_t planned = 0;          ///< Calls that were to count; more than there are when it was stopped.
    std::string stopped;              ///< Why it ended early ("interrupted"); else empty.
};

inline constexpr std::size_t preview_length = 200;

/// The first preview_length characters of @p text; what is not UTF-8 becomes U+FFFD.
std::string preview_of(std::string_view text);

/// "provider 'x': HTTP 500 (boom)", without the hint.
std::string failure_text(const error& what);

} // namespace codexflow::bench
