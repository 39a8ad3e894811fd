#pragma once

#include "plugins/rules/call.hpp"

#include <codexflow/policing.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace codexflow::rules {

/// What one word of a command may be: any of these, in which "*" and "?" stand for other characters.
using choices = std::vector<std::string>;

/// A glob for paths: absolute ones hold for the whole path, others for paths in the workspace.
struct path_glob
{
    std::string text;
    bool absolute = false;
    std::shared_ptr<const re2::RE2> regex;
};

enum class access
{
    any,
    read,
    write,
};

/// One rule; all of its conditions must hold. Read once, then unchanged.
struct rule
{
    std::string name;
    policing::decision says = policing::decision::deny;
    choices agents, tools;          ///< Empty: all.
    std::vector<choices> argv;      ///< The first words of a command; empty: no condition.
    std::vector<path_glob> paths;   ///< Empty: no condition.
    access how = access::any;       ///< Of the paths.
    std::string reason;
    policing::place where;
    std::string path; ///< "rules[2]", for messages where there is no file.

    bool restricts() const noexcept { return says == policing::decision::deny || says == policing::decision::ask; }
    /// Whether it speaks of this agent and this tool.
    bool is_about(const policing::request& asked) const;
    /// Whether the conditions on the command and the paths hold: for deny and ask if they can hold for any part
    /// of it, for allow only if they surely hold for @p one.
    bool covers(const part& one) const;
    bool touches(const call& what) const;
    bool covers_paths(const call& what, const policing::request& asked) const;
    bool fits(const policing::path& one, std::string_view workspace) const;
};

/// "*" and "?" stand for other characters.
bool fits(std::string_view pattern, std::string_view text) noexcept;

/// Whether words that begin a command may be those of @p argv: options in between are passed over, options in
/// argv are looked for everywhere, and what is not known may be anything.
bool may_be(const std::vector<choices>& argv, const part& one);

/// Whether they are exactly those.
bool surely_is(const std::vector<choices>& argv, const part& one);

/// All rules of one policy.
struct rule_set
{
    std::vector<rule> rules;
    policing::decision opaque = policing::decision::deny; ///< What is not understood: deny or ask.
};

/// The word of all rules together: deny before ask before allow, whatever their order. Pure.
policing::answer judge(const rule_set& all, const policing::request& asked);

} // namespace codexflow::rules
