#include "engine/plan/near_rules.hpp"

#include "engine/base/text.hpp"
#include "engine/registry/agent.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

namespace codexflow {
namespace {

/// Runs of ASCII letters, digits and of everything that is not ASCII, in lower case.
std::vector<std::string> words_of(std::string_view text)
{
    const auto inside = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    };
    std::vector<std::string> words(1);
    for (const char c : to_lower(text))
    {
        if (inside(c))
            words.back() += c;
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty())
        words.pop_back();
    return words;
}

struct closeness
{
    bool shared = false; ///< A word of it is said as it is, rather than misspelt.
    std::string said;
};

std::optional<closeness> compare(const std::vector<std::string>& text, const std::string& keyword)
{
    const std::vector<std::string> wanted = words_of(keyword);
    for (const std::string& word : wanted)
        if (word.size() >= 3 && std::find(text.begin(), text.end(), word) != text.end())
            return closeness{true, word};
    for (const std::string& said : text)
        if (said.size() >= 3 && !nearest(said, wanted).empty())
            return closeness{false, said};
    return std::nullopt;
}

} // namespace

std::vector<near_rule> near_rules(std::string_view text, const std::vector<std::shared_ptr<const agent>>& agents,
                                  std::size_t most)
{
    constexpr std::size_t enough_text = 2000; // a question at the end of a long text is not meant by a keyword
    const std::vector<std::string> said = words_of(text.substr(0, enough_text));
    std::vector<std::pair<bool, near_rule>> found;
    std::set<std::pair<std::string, std::string>> seen;
    for (const auto& who : agents)
        for (const text_trigger& keyword : who->triggers.keywords)
            if (auto close = compare(said, keyword.text); close && seen.emplace(who->id, keyword.text).second)
                found.emplace_back(!close->shared,
                                   near_rule{who->id, keyword.text, std::move(close->said), keyword.where});
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::tie(a.first, a.second.keyword, a.second.agent) <
               std::tie(b.first, b.second.keyword, b.second.agent);
    });
    std::vector<near_rule> rules;
    for (std::size_t i = 0; i != std::min(most, found.size()); ++i)
        rules.push_back(std::move(found[i].second));
    return rules;
}

} // namespace codexflow
