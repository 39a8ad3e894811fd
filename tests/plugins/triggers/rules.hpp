#pragma once

#include "plugins/triggers/original_rules.hpp"
#include "plugins/triggers/rule_book.hpp"

#include <codexflow/routing.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

/** @file
 *  Agents and answers in few words. */
namespace codexflow::test {

/// An agent whose rules stand one a line, from line 1 on, in ID.yaml.
class rules_of
{
public:
    explicit rules_of(std::string id) { made_.id = std::move(id); }
    rules_of& keyword(std::string text)
    {
        made_.keywords.push_back({std::move(text), next()});
        return *this;
    }
    rules_of& regex(std::string pattern, std::string priority = "medium")
    {
        made_.regex.push_back({std::move(pattern), std::move(priority), next()});
        return *this;
    }
    rules_of& glob(std::string text)
    {
        made_.file_patterns.push_back({std::move(text), next()});
        return *this;
    }
    operator routing::agent() const { return made_; }

private:
    routing::place next() { return {made_.id + ".yaml", ++line_, 3}; }

    routing::agent made_;
    std::uint32_t line_ = 0;
};

inline routing::request request_of(std::string_view text, std::vector<std::string_view> files = {},
                                   bool explain = false)
{
    routing::request made;
    made.text = text;
    made.files = std::move(files);
    made.explain = explain;
    return made;
}

/// "a 20 (keyword 'code review' 3-14, file '*.c' x.c)", candidates behind each other.
inline std::string told(const routing::answer& answer)
{
    std::string text;
    for (const routing::candidate& one : answer.candidates())
    {
        text += fmt::format("{}{} {:g} (", text.empty() ? "" : ", ", one.agent(), one.score());
        for (const routing::evidence& why : one.all_evidence())
        {
            text += fmt::format("{}{} '{}'", text.back() == '(' ? "" : ", ", why.kind(), why.pattern());
            if (why.span())
                text += fmt::format(" {}-{}", why.span()->first, why.span()->second);
            if (!why.file().empty())
                text += ' ' + why.file();
        }
        text += ')';
    }
    return text;
}

inline std::string told(const routing::prepared& state)
{
    std::string text = fmt::format("{} rules", state.rules);
    for (const routing::problem& one : state.problems)
        text += fmt::format("\n{}:{}:{}: {} {} '{}': {}", one.where.file, one.where.line, one.where.column,
                            one.agent, one.kind, one.pattern, one.message);
    return text;
}

} // namespace codexflow::test
