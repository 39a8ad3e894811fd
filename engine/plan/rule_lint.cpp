#include "engine/plan/rule_lint.hpp"

#include "engine/base/text.hpp"
#include "engine/plan/glob_shape.hpp"
#include "engine/plan/regex_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace codexflow {
namespace {

/// A rule in the form in which rules are compared.
struct rule
{
    const agent* who;
    std::string_view kind;
    std::string pattern; ///< As written.
    std::string folded;  ///< What makes two rules the same.
    std::string priority;
    location where;
};

/// In lower case, blanks as one space: so keywords are compared with texts.
std::string fold_keyword(std::string_view text)
{
    std::string folded;
    for (const std::string& word : split(to_lower(text), ' '))
        if (!word.empty())
            folded += (folded.empty() ? "" : " ") + word;
    return folded;
}

std::vector<rule> rules_of(const agent& who)
{
    std::vector<rule> rules;
    for (const text_trigger& one : who.triggers.keywords)
        rules.push_back({&who, "keyword", one.text, fold_keyword(one.text), {}, one.where});
    for (const regex_trigger& one : who.triggers.regex)
        rules.push_back({&who, "regex", one.pattern, one.pattern, one.priority, one.where});
    for (const text_trigger& one : who.triggers.file_patterns)
        rules.push_back({&who, "file", one.text, one.text, {}, one.where});
    return rules;
}

std::string at(const location& where) { return where.known() ? ", " + to_string(where) : ""; }

class linter
{
public:
    void look_at(const agent& who)
    {
        const std::vector<rule> rules = rules_of(who);
        for (std::size_t i = 0; i != rules.size(); ++i)
        {
            alone(rules[i]);
            if (!repeated(rules, i))
            {
                covered(rules, i);
                groups_[{rules[i].kind, rules[i].folded, rules[i].priority}].push_back(rules[i]);
            }
        }
    }

    std::vector<rule_finding> finish()
    {
        for (const auto& [key, rules] : groups_)
            if (rules.size() > 1)
                ambiguous(rules);
        sort_findings(found_);
        return std::move(found_);
    }

private:
    void add(rule_fault fault, const rule& of, std::string message)
    {
        found_.push_back({fault, of.who->id, std::string(of.kind), of.pattern, std::move(message), of.where});
    }

    void alone(const rule& one)
    {
        if (one.kind == "regex")
            if (const auto why = why_regex_never_matches(one.pattern))
                add(rule_fault::impossible, one, "no text can match: " + *why);
        if (one.kind == "file")
            if (const auto why = why_glob_never_fits(one.pattern))
                add(rule_fault::impossible, one, "no path can fit: " + *why);
    }

    bool repeated(const std::vector<rule>& rules, std::size_t index)
    {
        const rule& one = rules[index];
        for (std::size_t i = 0; i != index; ++i)
            if (rules[i].kind == one.kind && rules[i].folded == one.folded)
            {
                add(rule_fault::shadowed, one,
                    fmt::format("the same as {} of this agent{}", quote(rules[i].pattern),
                                at(rules[i].where)));
                return true;
            }
        return false;
    }

    void covered(const std::vector<rule>& rules, std::size_t index)
    {
        const rule& one = rules[index];
        if (one.kind != "file")
            return;
        for (std::size_t i = 0; i != rules.size(); ++i)
            if (rules[i].kind == "file" && rules[i].folded != one.folded &&
                glob_covers(rules[i].pattern, one.pattern) &&
                (i < index || !glob_covers(one.pattern, rules[i].pattern)))
            {
                add(rule_fault::shadowed, one,
                    fmt::format(
                        "every path that fits also fits {}{}: it never decides whether the agent is chosen",
                        quote(rules[i].pattern), at(rules[i].where)));
                return;
            }
    }

    void ambiguous(const std::vector<rule>& rules)
    {
        std::vector<std::string> ids;
        for (const rule& one : rules)
            ids.push_back(one.who->id);
        std::sort(ids.begin(), ids.end());
        constexpr std::size_t most = 8;
        const std::size_t count = ids.size();
        ids.resize(std::min(count, most));
        add(rule_fault::ambiguous, rules.front(),
            fmt::format("speaks alike for {} agents: {}{}", count, join(ids, ", "),
                        count > most ? ", ..." : ""));
    }

    std::map<std::tuple<std::string_view, std::string, std::string>, std::vector<rule>> groups_;
    std::vector<rule_finding> found_;
};

} // namespace

std::string_view to_string(rule_fault fault) noexcept
{
    constexpr std::array<std::string_view, 5> names{"bad", "impossible", "dangling", "shadowed", "ambiguous"};
    return names[static_cast<std::size_t>(fault)];
}

void sort_findings(std::vector<rule_finding>& findings)
{
    const auto key = [](const rule_finding& f) {
        return std::tie(f.where.file, f.where.line, f.where.column, f.agent, f.kind, f.pattern, f.fault,
                        f.message);
    };
    std::sort(findings.begin(), findings.end(),
              [&](const auto& a, const auto& b) { return key(a) < key(b); });
    findings.erase(std::unique(findings.begin(), findings.end(),
                               [&](const auto& a, const auto& b) { return key(a) == key(b); }),
                   findings.end());
}

std::vector<rule_finding> lint_rules(const std::vector<std::shared_ptr<const agent>>& agents)
{
    linter all;
    for (const auto& who : agents)
        all.look_at(*who);
    return all.finish();
}

} // namespace codexflow
