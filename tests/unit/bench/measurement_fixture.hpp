#pragma once

#include "engine/bench/measurement.hpp"

#include <string>
#include <utility>

namespace codexflow::test {

inline bench::measured_call call_of(std::size_t provider, unsigned round, std::int64_t total_ms)
{
    bench::measured_call call;
    call.provider = provider;
    call.round = round;
    call.total_us = total_ms * 1000;
    return call;
}

/// A call that succeeded: first piece after a quarter of its time.
inline bench::measured_call success(std::size_t provider, unsigned round, std::int64_t total_ms, token_usage usage = {})
{
    bench::measured_call call = call_of(provider, round, total_ms);
    call.first_us = total_ms * 250;
    call.usage = usage;
    call.finish = "stop";
    call.preview = "answer " + std::to_string(round);
    return call;
}

inline bench::measured_call failure(std::size_t provider, unsigned round, std::int64_t total_ms, error why)
{
    bench::measured_call call = call_of(provider, round, total_ms);
    call.failure = std::move(why);
    return call;
}

inline token_usage tokens(std::uint64_t input, std::uint64_t output) { return {true, input, output}; }

/// Two providers, "fast" with a price and "slow" without, at 2025-11-22T14:34:12.123Z.
inline bench::measurement two_providers()
{
    bench::measurement all;
    all.prompt = "Say \"hello\"";
    all.started_unix_us = 1'763'822'052'123'000;
    all.elapsed_us = 2'500'000;
    all.settings.runs = 3;
    all.planned = 6;
    all.subjects = {{"fast", "openai", "small"}, {"slow", "ollama", ""}};
    return all;
}

} // namespace codexflow::test
