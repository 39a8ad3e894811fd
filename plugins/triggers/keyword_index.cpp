#include "plugins/triggers/keyword_index.hpp"

#include <algorithm>

namespace codexflow::triggers {

/// A token of the text with the numbers of its word, so that each word is looked up once.
struct keyword_index::numbered
{
    token at;
    std::uint32_t word = 0;
    std::uint32_t singular[2] = {0, 0}; ///< Of the word without "s", without "es"; 0: none.
    char first = 0;                     ///< Of its bytes.
};

std::uint32_t keyword_index::number_of(std::string_view word) const
{
    const auto found = numbers_.find(word);
    return found == numbers_.end() ? 0 : found->second;
}

std::uint32_t keyword_index::add(const words& keyword, std::uint32_t rule)
{
    std::uint32_t node = 0;
    for (std::size_t i = 0; i != keyword.tokens.size(); ++i)
    {
        const auto next_number = static_cast<std::uint32_t>(numbers_.size() + 1);
        const auto word = numbers_.emplace(keyword.of(keyword.tokens[i]), next_number).first->second;
        const auto next_node = static_cast<std::uint32_t>(rules_.size());
        node = edges_.find_or_add(edge(node, word, i != 0 && keyword.tokens[i].after_space), next_node);
        if (node == next_node)
            rules_.push_back(no_rule);
    }
    if (rules_[node] == no_rule)
        rules_[node] = rule;
    return rules_[node];
}

void keyword_index::walk(const std::vector<numbered>& text, std::size_t first,
                         std::vector<found_rule>& found) const
{
    // "c" is not in "c++" or "c#": these two behind a word make it another one.
    const auto goes_on = [&](std::size_t last) {
        const auto touches = [&](std::size_t i, char c) {
            return i < text.size() && !text[i].at.after_space && text[i].first == c;
        };
        return text[last].at.word &&
               (touches(last + 1, '#') || (touches(last + 1, '+') && touches(last + 2, '+')));
    };
    const auto take = [&](std::uint32_t node, std::size_t last) {
        if (rules_[node] != no_rule && !goes_on(last))
            found.push_back({rules_[node], text[first].at.begin, text[last].at.end});
    };
    std::uint32_t node = 0;
    for (std::size_t i = first; i != text.size(); ++i)
    {
        const bool after_space = i != first && text[i].at.after_space;
        for (const std::uint32_t singular : text[i].singular)
            if (singular != 0)
                if (const auto end = edges_.find(edge(node, singular, after_space)))
                    take(*end, i);
        if (text[i].word == 0)
            return;
        const auto next = edges_.find(edge(node, text[i].word, after_space));
        if (!next)
            return;
        node = *next;
        take(node, i);
    }
}

std::vector<found_rule> keyword_index::find(const words& text) const
{
    std::vector<numbered> list;
    list.reserve(text.tokens.size());
    for (const token& one : text.tokens)
    {
        const std::string_view word = text.of(one);
        numbered made{one, number_of(word), {0, 0}, word.front()};
        if (plurals_ && one.word && word.size() > 1 && word.back() == 's')
        {
            made.singular[0] = number_of(word.substr(0, word.size() - 1));
            if (word.size() > 2 && word.ends_with("es"))
                made.singular[1] = number_of(word.substr(0, word.size() - 2));
        }
        list.push_back(made);
    }
    std::vector<found_rule> found;
    for (std::size_t i = 0; i != list.size(); ++i)
        if (list[i].word != 0 || list[i].singular[0] != 0 || list[i].singular[1] != 0)
            walk(list, i, found);
    // The first place of each: where one began earlier, or ended earlier.
    std::sort(found.begin(), found.end(), [](const found_rule& a, const found_rule& b) {
        return a.rule != b.rule ? a.rule < b.rule : a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    found.erase(std::unique(found.begin(), found.end(),
                            [](const found_rule& a, const found_rule& b) { return a.rule == b.rule; }),
                found.end());
    return found;
}

} // namespace codexflow::triggers
