#pragma once

#include "plugins/secrets/rule.hpp"

#include <array>
#include <bitset>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace codexflow::secrets {

/** Rules, found by the two bytes that a secret begins with. Never changes once it is made; any thread. */
class rule_set
{
public:
    /// What a byte may mean to a scanner, one bit each.
    enum mark : std::uint8_t
    {
        starts = 1,          ///< A secret may begin with it, where a word begins.
        starts_anywhere = 2, ///< Or anywhere.
        word = 4,            ///< Belongs to a word.
        spells = 8,          ///< Begins another spelling of a character: \ % and ESC.
    };

    /// The rules are asked in this order. Each needs a prefix of two bytes at least.
    explicit rule_set(std::vector<rule> rules);
    rule_set(const rule_set&) = delete;
    rule_set& operator=(const rule_set&) = delete;

    std::uint8_t marks(char c) const noexcept { return marks_[static_cast<unsigned char>(c)]; }
    /// Whether a secret may begin with these two.
    bool may_begin(char first, char second) const noexcept { return pairs_[pair_of(first, second)]; }

    struct answer
    {
        verdict said;
        const rule* by = nullptr;
    };
    /** What begins at the start of @p text: the first rule that says yes, or `more` if one needs more before.
     *  @param word_begins A word begins there. */
    answer look_at(std::string_view text, bool word_begins, bool final) const;

private:
    static std::size_t pair_of(char first, char second) noexcept
    {
        return std::size_t{static_cast<unsigned char>(first)} << 8 | static_cast<unsigned char>(second);
    }
    void add_pair(char first, char second, const rule& one);

    std::vector<rule> rules_;
    std::array<std::uint8_t, 256> marks_{};
    std::bitset<65536> pairs_;
    std::unordered_map<std::size_t, std::vector<const rule*>> by_pair_;
};

} // namespace codexflow::secrets
