#include "plugins/triggers/rule_list.hpp"

#include "plugins/triggers/keyword_index.hpp"
#include "plugins/triggers/words.hpp"

#include <codexflow/glob.hpp>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace codexflow::triggers {
namespace {

using rule_map = std::map<std::string, rule, std::less<>>; // by what makes two rules the same

/// Adds an owner. Of two spellings by one agent the first in the alphabet stands for both.
void add(rule_map& to, std::string key, double score, rule_owner owner)
{
    rule& one = to[std::move(key)];
    one.score = score;
    for (rule_owner& known : one.owners)
    {
        if (known.agent != owner.agent)
            continue;
        if (owner.written < known.written ||
            (owner.written == known.written && before(owner.where, known.where)))
            known = std::move(owner);
        return;
    }
    one.owners.push_back(std::move(owner));
}

/// What two spellings of a keyword have in common.
std::string key_of(const words& keyword)
{
    std::string key;
    for (const token& one : keyword.tokens)
    {
        if (!key.empty())
            key += one.after_space ? ' ' : '\x01'; // "node.js" is not "node . js"
        key += keyword.of(one);
    }
    return key;
}

class gatherer
{
public:
    explicit gatherer(const std::vector<routing::agent>& agents)
    {
        for (const routing::agent& one : agents)
            made_.ids.push_back(one.id);
        std::sort(made_.ids.begin(), made_.ids.end());
        made_.ids.erase(std::unique(made_.ids.begin(), made_.ids.end()), made_.ids.end());
        for (const routing::agent& one : agents)
            take(one);
    }

    rule_list finish()
    {
        made_.keywords = list(keywords_);
        made_.regex = list(regex_);
        made_.files = list(files_);
        return std::move(made_);
    }

private:
    void refuse(const routing::agent& of, rule_kind kind, const std::string& pattern, std::string why,
                const routing::place& where)
    {
        made_.problems.push_back({of.id, std::string(name_of(kind)), pattern, std::move(why), where});
    }

    void take(const routing::agent& from)
    {
        const auto place = std::lower_bound(made_.ids.begin(), made_.ids.end(), from.id);
        const auto agent = static_cast<std::uint32_t>(place - made_.ids.begin());
        for (const routing::text_rule& one : from.keywords)
        {
            const words keyword(one.text);
            if (keyword.tokens.empty())
                refuse(from, rule_kind::keyword, one.text, "it is empty", one.where);
            else if (keyword.tokens.size() > keyword_index::most_tokens)
                refuse(from, rule_kind::keyword, one.text,
                       "it has more than " + std::to_string(keyword_index::most_tokens) + " words",
                       one.where);
            else
                add(keywords_, key_of(keyword), keyword_score(count_words(keyword)),
                    {agent, one.text, one.where});
        }
        for (const routing::regex_rule& one : from.regex)
        {
            if (one.pattern.empty())
                refuse(from, rule_kind::regex, one.pattern, "it is empty", one.where);
            else if (regex_score(one.priority) == 0)
                refuse(from, rule_kind::regex, one.pattern,
                       "its priority '" + one.priority + "' is none of high, medium, low", one.where);
            else
                add(regex_, one.pattern + '\0' + one.priority, regex_score(one.priority),
                    {agent, one.pattern, one.where});
        }
        for (const routing::text_rule& one : from.file_patterns)
        {
            if (one.text.empty())
                refuse(from, rule_kind::file, one.text, "it is empty", one.where);
            else
                add(files_, one.text, file_score(one.text), {agent, one.text, one.where});
        }
    }

    static std::size_t count_words(const words& keyword)
    {
        const auto count = std::count_if(keyword.tokens.begin(), keyword.tokens.end(), [](const token& one) {
            return one.word && (one.begin == 0 || one.after_space);
        });
        return std::max<std::size_t>(1, static_cast<std::size_t>(count));
    }

    static std::vector<rule> list(rule_map& from)
    {
        std::vector<rule> rules;
        rules.reserve(from.size());
        for (auto& [key, one] : from)
        {
            std::sort(one.owners.begin(), one.owners.end(),
                      [](const rule_owner& a, const rule_owner& b) { return a.agent < b.agent; });
            one.pattern = one.owners.front().written;
            rules.push_back(std::move(one));
        }
        return rules;
    }

    rule_list made_;
    rule_map keywords_, regex_, files_;
};

} // namespace

std::string_view name_of(rule_kind kind) noexcept
{
    switch (kind)
    {
    case rule_kind::keyword: return "keyword";
    case rule_kind::regex: return "regex";
    case rule_kind::file: return "file";
    }
    return "";
}

const std::vector<rule>& rule_list::of(rule_kind kind) const noexcept
{
    return kind == rule_kind::keyword ? keywords : kind == rule_kind::regex ? regex : files;
}

bool before(const routing::place& a, const routing::place& b) noexcept
{
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
}

double keyword_score(std::size_t count) noexcept { return 10 + 5 * static_cast<double>(count - 1); }

double regex_score(std::string_view priority) noexcept
{
    return priority == "high" ? 30 : priority == "medium" ? 20 : priority == "low" ? 10 : 0;
}

double file_score(std::string_view pattern)
{
    return 10 + 2 * static_cast<double>(glob::literal_parts(pattern));
}

rule_list gather_rules(const std::vector<routing::agent>& agents) { return gatherer(agents).finish(); }

} // namespace codexflow::triggers
