#pragma once

#include "plugins/triggers/keyword_index.hpp"
#include "plugins/triggers/substring_set.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class FilteredRE2;
}

namespace codexflow::triggers {

enum class letter_case
{
    ignored,
    exact,
};

/** Many regular expressions, held against a text at once. A first pass over the text finds the pieces that
 *  patterns cannot do without; only patterns whose pieces are there are run. Each run is linear in the text,
 *  whatever the pattern, and its memory is bounded.
 *
 *  Filled, compiled once; then any thread may ask. */
class pattern_set
{
public:
    explicit pattern_set(letter_case letters);
    ~pattern_set();
    pattern_set(pattern_set&&) noexcept;
    pattern_set& operator=(pattern_set&&) noexcept;

    /// What one pattern may use, in bytes: its program and what it remembers while running.
    static constexpr std::int64_t memory_of_one = 1 << 20;

    /** Adds @p regex, numbered from 0 in the order of those that were taken.
     *  @return what is wrong with it, in which case it is not added. */
    std::optional<std::string> add(const std::string& regex);
    /// Call after the last add().
    void compile();
    std::size_t size() const noexcept { return count_; }

    /// Every pattern that matches somewhere in @p text, with its leftmost place, by number.
    std::vector<found_rule> find(std::string_view text) const;

private:
    letter_case letters_;
    std::size_t count_ = 0;
    std::unique_ptr<re2::FilteredRE2> patterns_;
    substring_set pieces_;
    std::vector<int> piece_numbers_; ///< What RE2 calls the strings of pieces_.
    std::vector<int> always_;        ///< Pieces that are not looked for, but taken to be there.
};

} // namespace codexflow::triggers
