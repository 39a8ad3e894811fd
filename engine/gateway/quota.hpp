#pragma once

#include <cstdint>
#include <optional>

namespace codexflow::gateway {

/// What is left of a provider's quota, as it says with an answer ("limits" of the documents of the boundary).
struct quota
{
    std::optional<std::uint64_t> remaining_requests;
    std::optional<std::int64_t> requests_reset_ms;
    std::optional<std::uint64_t> remaining_tokens;
    std::optional<std::int64_t> tokens_reset_ms;
};

} // namespace codexflow::gateway
