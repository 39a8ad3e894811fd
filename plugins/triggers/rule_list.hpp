#pragma once

#include <codexflow/routing.hpp>

#include <cstdint>
#include <string>
#include <vector>

/** @file
 *  The rules of all agents, each distinct one once. Pure. */
namespace codexflow::triggers {

enum class rule_kind
{
    keyword,
    regex,
    file,
};

/// "keyword", "regex", "file".
std::string_view name_of(rule_kind kind) noexcept;

/// Whose rule it is.
struct rule_owner
{
    std::uint32_t agent; ///< Its place among the ids, sorted.
    std::string written; ///< The rule in the agent's words.
    routing::place where;
};

/// One rule and all agents that have it.
struct rule
{
    std::string pattern; ///< Keyword, expression or glob, of the first owner.
    double score = 0;
    std::vector<rule_owner> owners; ///< By agent, each once.
};

/** The rules by kind; a rule's number in the indexes is its place here. The order is that of the rules'
 *  texts: it depends neither on files nor on their order. */
struct rule_list
{
    std::vector<std::string> ids; ///< Of all agents, sorted.
    std::vector<rule> keywords, regex, files;
    std::vector<routing::problem> problems;

    const std::vector<rule>& of(rule_kind kind) const noexcept;
};

/// The order of places: by file, line and column.
bool before(const routing::place& a, const routing::place& b) noexcept;

/** What a rule adds to the score of an agent, for each text or file it matches.
 *  Keywords: 10, and 5 for each word beyond the first. Regexes: 10, 20 or 30 by priority. Files: 10, and 2
 *  for each part of the glob that is written out. */
double keyword_score(std::size_t words) noexcept;
double regex_score(std::string_view priority) noexcept; ///< 0 for an unknown priority.
double file_score(std::string_view glob);

/// Gathers the rules of @p agents. Whether expressions and globs can be used is not looked at here.
rule_list gather_rules(const std::vector<routing::agent>& agents);

} // namespace codexflow::triggers
