#pragma once

#include "plugins/triggers/flat_index.hpp"
#include "plugins/triggers/words.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace codexflow::triggers {

/// A rule that was found in a text.
struct found_rule
{
    std::uint32_t rule = 0;
    std::uint32_t begin = 0, end = 0; ///< The bytes of its first place in the text.

    friend bool operator==(const found_rule&, const found_rule&) = default;
};

/** Finds keywords as whole words: a trie over words. The cost is that of cutting the text into words, plus
 *  one look-up a word, plus the words that keywords share with the text: it does not grow with the number
 *  of keywords. Filled once; find() may then be called from any thread. */
class keyword_index
{
public:
    /// @param plurals The last word of a keyword is also found with an "s" or "es" behind it.
    explicit keyword_index(bool plurals) : plurals_(plurals) {}

    /// The most words (and punctuation characters) of a keyword.
    static constexpr std::size_t most_tokens = 64;

    /** Adds @p keyword under the number @p rule; it has 1 to most_tokens tokens.
     *  @return the rule under which the same keyword is there already, else @p rule. */
    std::uint32_t add(const words& keyword, std::uint32_t rule);

    /// Every rule whose keyword is in @p text, once, in the order of the rules' numbers.
    std::vector<found_rule> find(const words& text) const;

private:
    static constexpr std::uint32_t no_rule = ~std::uint32_t{0};

    struct hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view word) const noexcept
        {
            return std::hash<std::string_view>()(word);
        }
    };

    /// A number for @p word; unknown words have none (0).
    std::uint32_t number_of(std::string_view word) const;
    static std::uint64_t edge(std::uint32_t node, std::uint32_t word, bool after_space) noexcept
    {
        return std::uint64_t{node} << 32 | word << 1 | (after_space ? 1U : 0U);
    }
    struct numbered;
    void walk(const std::vector<numbered>& text, std::size_t first, std::vector<found_rule>& found) const;

    bool plurals_;
    std::unordered_map<std::string, std::uint32_t, hash, std::equal_to<>> numbers_; ///< From 1.
    flat_index edges_;
    std::vector<std::uint32_t> rules_{no_rule}; ///< By node: the keyword that ends there. Node 0 is the root.
};

} // namespace codexflow::triggers
