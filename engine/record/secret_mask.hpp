#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow {

/** The values that must never be written, and what stands in their place. The recorder asks it about
 *  every foreign text; redactor plugins will stand beside it in the same funnel. Engine thread only. */
class secret_mask
{
public:
    /// Values shorter than this are not masked: they would occur by chance.
    static constexpr std::size_t shortest = 8;

    /// @p value is replaced by "[secret:NAME]" from now on.
    void add(std::string_view name, std::string_view value);

    bool occurs_in(std::string_view text) const noexcept;
    void apply(std::string& text) const;

private:
    std::vector<std::pair<std::string, std::string>> values_; ///< value, replacement; longest first
};

} // namespace codexflow
