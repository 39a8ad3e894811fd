#pragma once

#include <codexflow/routing.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/** @file
 *  Agents with any number of rules, and texts for them: made by counting, the same on every machine. */
namespace codexflow::test {

/// Numbers that look random and are not (splitmix64).
class numbers
{
public:
    explicit numbers(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() noexcept
    {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15ULL;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
        return z ^ z >> 31;
    }
    std::size_t below(std::size_t limit) noexcept { return static_cast<std::size_t>(next() % limit); }

private:
    std::uint64_t state_;
};

/// A pronounceable word of two or three syllables; there are some ten thousand of them.
inline std::string a_word(numbers& from)
{
    constexpr const char* syllables[] = {"ba",  "co", "di", "fu", "ge", "ho", "ki", "lu", "ma", "no",  "pe",
                                         "qui", "ra", "si", "to", "vu", "we", "xe", "ya", "zo", "tion"};
    std::string word;
    for (std::size_t left = 2 + from.below(2); left != 0; --left)
        word += syllables[from.below(std::size(syllables))];
    return word;
}

inline std::string some_words(numbers& from, std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i != count; ++i)
        text += (i == 0 ? "" : " ") + a_word(from);
    return text;
}

/** Agents with @p rules together, twenty each: six of ten are keywords, two expressions, two globs. */
inline std::vector<routing::agent> many_agents(std::size_t rules, std::uint64_t seed = 1)
{
    numbers from(seed);
    std::vector<routing::agent> agents;
    for (std::size_t i = 0; i != rules; ++i)
    {
        if (i % 20 == 0)
        {
            agents.emplace_back();
            agents.back().id = "agent-" + std::to_string(agents.size());
        }
        routing::agent& to = agents.back();
        const routing::place where{"agents/" + to.id + ".yaml", static_cast<std::uint32_t>(i % 20 + 5), 7};
        switch (i % 10)
        {
        case 3:
            to.regex.push_back({"^" + a_word(from) + " .* " + a_word(from) + '$', "medium", where});
            break;
        case 7:
            to.regex.push_back({"\\b" + a_word(from) + "(ed|ing)? the " + a_word(from), "high", where});
            break;
        case 4: to.file_patterns.push_back({"**/" + a_word(from) + "/**/*.js", where}); break;
        case 8: to.file_patterns.push_back({a_word(from) + "/*.{ts,tsx}", where}); break;
        default: to.keywords.push_back({some_words(from, 1 + from.below(3)), where});
        }
    }
    return agents;
}

/// A text of about @p bytes.
inline std::string a_text(std::size_t bytes, std::uint64_t seed)
{
    numbers from(seed);
    std::string text;
    while (text.size() < bytes)
        text += a_word(from) + ' ';
    text.resize(bytes);
    return text;
}

} // namespace codexflow::test
