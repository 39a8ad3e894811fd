#include "plugins/secrets/rule_set.hpp"

#include <algorithm>
#include <utility>

namespace codexflow::secrets {
namespace {

std::vector<char> cases_of(char c, bool any_case)
{
    if (any_case && is_lower(c))
        return {c, static_cast<char>(c - 'a' + 'A')};
    return {c};
}

} // namespace

rule_set::rule_set(std::vector<rule> rules) : rules_(std::move(rules))
{
    for (int byte = 0; byte != 256; ++byte)
        if (const char c = static_cast<char>(byte); in(charset::alnum, c) || c == '_')
            marks_[static_cast<std::size_t>(byte)] |= word;
    for (const char c : {'\\', '%', '\x1B'})
        marks_[static_cast<unsigned char>(c)] |= spells;
    for (const rule& one : rules_)
        for (const char first : cases_of(one.prefix[0], one.any_case))
        {
            marks_[static_cast<unsigned char>(first)] |= static_cast<std::uint8_t>(starts | (one.anywhere ? starts_anywhere : 0));
            for (const char second : cases_of(one.prefix[1], one.any_case))
                add_pair(first, second, one);
        }
}

void rule_set::add_pair(char first, char second, const rule& one)
{
    pairs_.set(pair_of(first, second));
    by_pair_[pair_of(first, second)].push_back(&one);
}

rule_set::answer rule_set::look_at(std::string_view text, bool word_begins, bool final) const
{
    if (text.size() == 1)
        return {verdict{final ? verdict::what::no : verdict::what::more}, nullptr};
    const auto found = by_pair_.find(pair_of(text[0], text[1]));
    if (found == by_pair_.end())
        return {};
    for (const rule* one : found->second)
    {
        if (!word_begins && !one->anywhere)
            continue;
        const verdict said = look(*one, text, final);
        if (said.is != verdict::what::no)
            return {said, one};
    }
    return {};
}

} // namespace codexflow::secrets
