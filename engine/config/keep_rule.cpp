#include "engine/config/keep_rule.hpp"

#include <charconv>

namespace codexflow {

std::optional<keep_rule> keep_rule_of(std::string_view word) noexcept
{
    using which = keep_rule::which;
    if (word == "none")
        return keep_rule{};
    if (word == "failed")
        return keep_rule{which::failed, 0};
    if (word == "all")
        return keep_rule{which::all, 0};
    std::uint32_t count = 0;
    const auto [stop, failure] = std::from_chars(word.data(), word.data() + word.size(), count);
    if (word.empty() || failure != std::errc() || stop != word.data() + word.size() || count > 1'000'000)
        return std::nullopt;
    return count == 0 ? keep_rule{} : keep_rule{which::newest, count};
}

} // namespace codexflow
