#pragma once

#include "plugins/triggers/flat_index.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace codexflow::triggers {

/** Finds which of many strings are in a text, in one pass (Aho-Corasick): the cost is that of the text and
 *  of what is found, whatever the number of strings. Filled, compiled once; then any thread may ask. */
class substring_set
{
public:
    /// Adds @p text, which is not empty; numbered from 0. The same text twice has two numbers.
    void add(std::string_view text);
    /// Call after the last add().
    void compile();
    /// The numbers of those that are in @p text, sorted, each once.
    std::vector<std::uint32_t> find(std::string_view text) const;

private:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    struct node
    {
        std::uint32_t failure = 0;   ///< Where to go on when no edge fits.
        std::uint32_t first = none;  ///< The first string that ends here.
        std::uint32_t suffix = none; ///< The next node towards the root where strings end.
    };

    static std::uint64_t edge(std::uint32_t from, unsigned char byte) noexcept
    {
        return std::uint64_t{from} << 8 | byte;
    }
    std::uint32_t step(std::uint32_t from, unsigned char byte) const noexcept;

    std::vector<node> nodes_{node{}};
    std::vector<std::uint32_t> parents_{0};
    std::vector<unsigned char> bytes_{0}; ///< By node: the byte of the edge into it.
    std::vector<std::uint32_t> next_;     ///< By string: another one that ends at the same node.
    flat_index edges_;
    std::array<std::uint32_t, 256> root_{}; ///< The root's edges, which most steps use.
};

} // namespace codexflow::triggers
