#include "plugins/triggers/original_rules.hpp"

#include "plugins/triggers/letters.hpp"
#include "plugins/triggers/rule_book.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace codexflow::triggers {
namespace {

/// Where the first owner in the order of places wrote it.
const routing::place& first_place(const rule& one)
{
    return std::min_element(one.owners.begin(), one.owners.end(),
                            [](const rule_owner& a, const rule_owner& b) { return before(a.where, b.where); })
        ->where;
}

/// The rules in @p from in the order of their first places; those that are literally the same are one.
class place_order
{
public:
    void add(const std::string& text, rule_owner owner)
    {
        const auto [known, fresh] = numbers_.emplace(text, rules_.size());
        if (fresh)
            rules_.push_back({text, 0, {}});
        std::vector<rule_owner>& owners = rules_[known->second].owners;
        const auto same = std::find_if(owners.begin(), owners.end(),
                                       [&](const rule_owner& one) { return one.agent == owner.agent; });
        if (same == owners.end())
            owners.push_back(std::move(owner));
        else if (before(owner.where, same->where))
            *same = std::move(owner);
    }

    std::vector<rule> take()
    {
        for (rule& one : rules_)
            std::sort(one.owners.begin(), one.owners.end(),
                      [](const rule_owner& a, const rule_owner& b) { return a.agent < b.agent; });
        std::sort(rules_.begin(), rules_.end(), [](const rule& a, const rule& b) {
            const routing::place &left = first_place(a), &right = first_place(b);
            return before(left, right) || (!before(right, left) && a.pattern < b.pattern);
        });
        return std::move(rules_);
    }

private:
    std::map<std::string, std::size_t> numbers_;
    std::vector<rule> rules_;
};

std::string_view original_path(std::string_view path)
{
    if (path.starts_with("./"))
        return path.substr(2);
    return path.starts_with('.') ? path.substr(1) : path;
}

} // namespace

std::string original_glob(std::string_view glob)
{
    std::string regex = "^";
    for (std::size_t i = 0; i != glob.size(); ++i)
    {
        if (glob[i] == '*' && i + 1 < glob.size() && glob[i + 1] == '*')
        {
            regex += ".*";
            ++i;
        }
        else if (glob[i] == '*')
            regex += "[^/]*";
        else
        {
            if (std::string_view("\\.+?^${}()|[]").find(glob[i]) != std::string_view::npos)
                regex += '\\';
            regex += glob[i];
        }
    }
    return regex + '$';
}

original_rules::original_rules(const std::vector<routing::agent>& agents)
    : patterns_(letter_case::ignored),
      paths_(letter_case::ignored)
{
    for (const routing::agent& one : agents)
        ids_.push_back(one.id);
    std::sort(ids_.begin(), ids_.end());
    ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
    place_order keywords, regex, files;
    for (const routing::agent& one : agents)
    {
        const auto agent =
            static_cast<std::uint32_t>(std::lower_bound(ids_.begin(), ids_.end(), one.id) - ids_.begin());
        for (const routing::text_rule& rule : one.keywords)
        {
            if (rule.text.empty())
                state_.problems.push_back({one.id, "keyword", rule.text, "it is empty", rule.where});
            else
                keywords.add(rule.text, {agent, rule.text, rule.where});
        }
        for (const routing::regex_rule& rule : one.regex)
            regex.add(rule.pattern, {agent, rule.pattern, rule.where});
        for (const routing::text_rule& rule : one.file_patterns)
            files.add(rule.text, {agent, rule.text, rule.where});
    }
    keywords_ = keywords.take();
    for (const rule& one : keywords_)
    {
        substrings_.add(one.pattern);
        state_.rules += one.owners.size();
    }
    substrings_.compile();
    regex_ = regex.take();
    compile(regex_, rule_kind::regex, patterns_);
    files_ = files.take();
    compile(files_, rule_kind::file, paths_);
    sort_problems(state_.problems);
}

void original_rules::compile(std::vector<rule>& rules, rule_kind kind, pattern_set& into)
{
    std::vector<rule> good;
    for (rule& one : rules)
    {
        const auto fault = into.add(kind == rule_kind::file ? original_glob(one.pattern) : one.pattern);
        for (const rule_owner& owner : one.owners)
        {
            if (fault)
                state_.problems.push_back(
                    {ids_[owner.agent], std::string(name_of(kind)), owner.written, *fault, owner.where});
            else
                ++state_.rules;
        }
        if (!fault)
            good.push_back(std::move(one));
    }
    rules = std::move(good);
    into.compile();
}

/// Candidates in the order they come up.
class original_rules::collector
{
public:
    explicit collector(const std::vector<std::string>& ids) : ids_(ids), place_(ids.size(), 0) {}

    void add(const rule& one, rule_kind kind, const std::optional<found_rule>& where, std::string_view file)
    {
        for (const rule_owner& owner : one.owners)
        {
            std::size_t& place = place_[owner.agent];
            if (place == 0)
            {
                found_.emplace_back(ids_[owner.agent]);
                place = found_.size();
            }
            routing::evidence& why =
                found_[place - 1].because(name_of(kind), owner.written, 1).at(owner.where);
            if (where)
                why.span(where->begin, where->end);
            if (!file.empty())
                why.file(file);
        }
    }

    /// The first has the highest score, so that the order holds.
    routing::answer finish()
    {
        routing::answer made;
        for (std::size_t i = 0; i != found_.size(); ++i)
            made.add(std::move(found_[i])).with_score(static_cast<double>(found_.size() - i));
        return made;
    }

private:
    const std::vector<std::string>& ids_;
    std::vector<std::size_t> place_; ///< By agent: its place in found_, from 1; 0: none.
    std::vector<routing::candidate> found_;
};

routing::answer original_rules::route(const routing::request& asked) const
{
    collector found(ids_);
    for (const std::string_view file : asked.files)
        for (const found_rule& one : paths_.find(original_path(file)))
            found.add(files_[one.rule], rule_kind::file, std::nullopt, file);
    if (asked.text.empty())
        return found.finish();
    const std::string lower = folded(asked.text);
    const std::vector<std::uint32_t> keywords = substrings_.find(lower);
    for (const std::uint32_t number : keywords)
    {
        const std::string& keyword = keywords_[number].pattern;
        const auto begin = static_cast<std::uint32_t>(lower.find(keyword));
        const found_rule where{number, begin, begin + static_cast<std::uint32_t>(keyword.size())};
        found.add(keywords_[number], rule_kind::keyword, where, {});
    }
    if (keywords.empty())
        for (const found_rule& one : patterns_.find(asked.text))
            found.add(regex_[one.rule], rule_kind::regex, one, {});
    return found.finish();
}

} // namespace codexflow::triggers
