#include "plugins/triggers/rule_book.hpp"

#include "plugins/triggers/letters.hpp"
#include "plugins/triggers/words.hpp"

#include <codexflow/glob.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace codexflow::triggers {

/// One rule of one agent that matched once.
struct rule_book::hit
{
    std::uint32_t agent;
    rule_kind kind;
    std::uint32_t rule;
    const rule_owner* owner;
    found_rule where;      ///< For keywords and expressions.
    std::string_view file; ///< For globs.
};

namespace {

/// The files of a request, in an order of their own, each once.
std::vector<std::pair<std::string, std::string_view>> normal_files(const std::vector<std::string_view>& given)
{
    std::vector<std::pair<std::string, std::string_view>> files;
    for (const std::string_view one : given)
        files.emplace_back(glob::normal_path(one), one);
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end(),
                            [](const auto& a, const auto& b) { return a.first == b.first; }),
                files.end());
    return files;
}

/// Why a keyword that is not in a text is not in it.
class keyword_excuse
{
public:
    explicit keyword_excuse(std::string_view text) : text_(folded(text)) {}

    std::string tell(std::string_view keyword) const
    {
        const std::string wanted = folded(keyword);
        const std::size_t at = text_.find(wanted);
        if (at == std::string::npos)
            return "it is not in the text";
        std::size_t begin = at, end = at + wanted.size();
        while (begin > 0 && !is_blank(text_[begin - 1]))
            --begin;
        while (end < text_.size() && !is_blank(text_[end]))
            ++end;
        return "it is only a part of '" + text_.substr(begin, std::min<std::size_t>(end - begin, 80)) + "'";
    }

private:
    static bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

    std::string text_;
};

} // namespace

rule_book::rule_book(const std::vector<routing::agent>& agents, const settings_of_router& given)
    : rules_(gather_rules(agents)),
      keywords_(given.plurals),
      regex_(letter_case::ignored),
      files_(given.file_case)
{
    for (std::uint32_t i = 0; i != rules_.keywords.size(); ++i)
        keywords_.add(words(rules_.keywords[i].pattern), i);
    compile(rules_.regex, rule_kind::regex, regex_);
    compile(rules_.files, rule_kind::file, files_);
    state_.problems = std::move(rules_.problems);
    sort_problems(state_.problems);
    for (const rule_kind kind : {rule_kind::keyword, rule_kind::regex, rule_kind::file})
        for (const rule& one : rules_.of(kind))
            state_.rules += one.owners.size();
}

/// Takes those out of @p rules that cannot be used, so that numbers and places agree.
void rule_book::compile(std::vector<rule>& rules, rule_kind kind, pattern_set& into)
{
    std::vector<rule> good;
    for (rule& one : rules)
    {
        std::optional<std::string> fault;
        if (kind == rule_kind::regex)
        {
            fault = into.add(one.pattern);
        }
        else
        {
            const glob::translation made = glob::to_regex(one.pattern);
            fault = made.good() ? into.add(made.regex) : made.fault;
        }
        if (!fault)
        {
            good.push_back(std::move(one));
            continue;
        }
        for (const rule_owner& owner : one.owners)
            rules_.problems.push_back(
                {rules_.ids[owner.agent], std::string(name_of(kind)), owner.written, *fault, owner.where});
    }
    rules = std::move(good);
    into.compile();
}

std::vector<rule_book::hit> rule_book::find(const routing::request& asked) const
{
    std::vector<hit> hits;
    const auto add = [&](rule_kind kind, const std::vector<found_rule>& found, std::string_view file) {
        for (const found_rule& one : found)
            for (const rule_owner& owner : rules_.of(kind)[one.rule].owners)
                hits.push_back({owner.agent, kind, one.rule, &owner, one, file});
    };
    if (!asked.text.empty())
    {
        add(rule_kind::keyword, keywords_.find(words(asked.text)), {});
        add(rule_kind::regex, regex_.find(asked.text), {});
    }
    for (const auto& [path, given] : normal_files(asked.files))
        add(rule_kind::file, files_.find(path), given);
    // By agent, and within one as found: keywords, expressions, files.
    std::stable_sort(hits.begin(), hits.end(), [](const hit& a, const hit& b) { return a.agent < b.agent; });
    return hits;
}

routing::answer rule_book::route(const routing::request& asked) const
{
    const std::vector<hit> hits = find(asked);
    routing::answer made;
    for (auto one = hits.begin(); one != hits.end();)
    {
        const std::uint32_t agent = one->agent;
        routing::candidate& candidate = made.add(rules_.ids[agent]);
        for (; one != hits.end() && one->agent == agent; ++one)
        {
            const rule& its = rules_.of(one->kind)[one->rule];
            routing::evidence& why = candidate.because(name_of(one->kind), one->owner->written, its.score);
            why.at(one->owner->where);
            if (one->kind == rule_kind::file)
                why.file(one->file);
            else
                why.span(one->where.begin, one->where.end);
        }
    }
    made.sort();
    if (asked.explain)
        explain(asked, hits, made);
    return made;
}

void rule_book::explain(const routing::request& asked, const std::vector<hit>& hits,
                        routing::answer& to) const
{
    std::vector<std::tuple<rule_kind, std::uint32_t>> matched;
    for (const hit& one : hits)
        matched.emplace_back(one.kind, one.rule);
    std::sort(matched.begin(), matched.end());
    const keyword_excuse excuse(asked.text);
    for (const rule_kind kind : {rule_kind::keyword, rule_kind::regex, rule_kind::file})
    {
        const std::vector<rule>& rules = rules_.of(kind);
        for (std::uint32_t i = 0; i != rules.size(); ++i)
        {
            if (std::binary_search(matched.begin(), matched.end(), std::tuple(kind, i)))
                continue;
            std::string why;
            if (kind == rule_kind::file)
                why = asked.files.empty() ? "no files were given" : "it matches none of the files";
            else if (asked.text.empty())
                why = "no text was given";
            else
                why =
                    kind == rule_kind::keyword ? excuse.tell(rules[i].pattern) : "it does not match the text";
            for (const rule_owner& owner : rules[i].owners)
                to.tried(
                    {rules_.ids[owner.agent], std::string(name_of(kind)), owner.written, why, owner.where});
        }
    }
}

void sort_problems(std::vector<routing::problem>& problems)
{
    const auto key = [](const routing::problem& one) {
        return std::tie(one.agent, one.where.file, one.where.line, one.where.column, one.kind, one.pattern);
    };
    std::sort(problems.begin(), problems.end(),
              [&](const routing::problem& a, const routing::problem& b) { return key(a) < key(b); });
}

} // namespace codexflow::triggers
