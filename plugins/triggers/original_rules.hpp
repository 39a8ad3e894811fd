#pragma once

#include "plugins/triggers/pattern_set.hpp"
#include "plugins/triggers/rule_list.hpp"
#include "plugins/triggers/substring_set.hpp"

#include <codexflow/routing.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace codexflow::triggers {

/** Decides as the original program did, for those who depend on it, faults included:
 *  - keywords are looked for as substrings of the lower-cased text; if there is one, expressions are not
 *    asked; there are no scores,
 *  - of a path a leading "./" or "." is cut off, which hides dot files; in a glob two stars are anything and
 *    one star anything without a slash, all else is literal: so two stars and a slash need a folder,
 *  - candidates stand in the order of the rules in the agents' files, the agents of one rule by id.
 *  Where both files and a text are given, the files' candidates come first.
 *  Made once; then any thread may ask. */
class original_rules
{
public:
    explicit original_rules(const std::vector<routing::agent>& agents);

    const routing::prepared& state() const noexcept { return state_; }
    routing::answer route(const routing::request& asked) const;

private:
    class collector;

    void compile(std::vector<rule>& rules, rule_kind kind, pattern_set& into);

    std::vector<std::string> ids_;
    std::vector<rule> keywords_, regex_, files_; ///< In the order of the places they were written at.
    substring_set substrings_;
    pattern_set patterns_, paths_;
    routing::prepared state_;
};

/// The original's translation of a glob.
std::string original_glob(std::string_view glob);

} // namespace codexflow::triggers
