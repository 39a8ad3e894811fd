#include "engine/record/secret_mask.hpp"

#include <algorithm>

namespace codexflow {

void secret_mask::add(std::string_view name, std::string_view value)
{
    const auto known = [&](const auto& entry) { return entry.first == value; };
    if (value.size() < shortest || std::any_of(values_.begin(), values_.end(), known))
        return;
    values_.emplace_back(value, "[secret:" + std::string(name) + "]");
    // A value that contains another must be replaced first, or its rest would stay readable.
    std::stable_sort(values_.begin(), values_.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

bool secret_mask::occurs_in(std::string_view text) const noexcept
{
    return std::any_of(values_.begin(), values_.end(),
                       [&](const auto& entry) { return text.find(entry.first) != text.npos; });
}

void secret_mask::apply(std::string& text) const
{
    for (const auto& [value, replacement] : values_)
        for (std::size_t at = 0; (at = text.find(value, at)) != text.npos; at += replacement.size())
            text.replace(at, value.size(), replacement);
}

} // namespace codexflow
