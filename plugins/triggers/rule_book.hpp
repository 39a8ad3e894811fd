#pragma once

#include "plugins/triggers/keyword_index.hpp"
#include "plugins/triggers/pattern_set.hpp"
#include "plugins/triggers/rule_list.hpp"
#include "plugins/triggers/settings.hpp"

#include <codexflow/routing.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace codexflow::triggers {

/** The rules, ready to be held against requests: every kind is looked at, and what matches adds up. Made
 *  once; then any thread may ask. */
class rule_book
{
public:
    rule_book(const std::vector<routing::agent>& agents, const settings_of_router& given);

    /// The rules in use (each agent's own counted) and those that are not.
    const routing::prepared& state() const noexcept { return state_; }

    routing::answer route(const routing::request& asked) const;

private:
    struct hit;

    void compile(std::vector<rule>& rules, rule_kind kind, pattern_set& into);
    std::vector<hit> find(const routing::request& asked) const;
    void explain(const routing::request& asked, const std::vector<hit>& hits, routing::answer& to) const;

    rule_list rules_;
    keyword_index keywords_;
    pattern_set regex_, files_;
    routing::prepared state_;
};

/// Sorts by agent and place.
void sort_problems(std::vector<routing::problem>& problems);

} // namespace codexflow::triggers
