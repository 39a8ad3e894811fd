#include "plugins/rules/rule.hpp"

#include <re2/re2.h>

#include <algorithm>

namespace codexflow::rules {
namespace {

bool any_fits(const choices& list, std::string_view text)
{
    return std::any_of(list.begin(), list.end(), [&](const std::string& one) { return fits(one, text); });
}

bool is_option(std::string_view text) { return text.size() > 1 && text.front() == '-'; }

/// Whether @p one may be the program of @p list; @p surely: whether it is.
bool program_fits(const choices& list, const part& one, bool surely)
{
    return std::any_of(list.begin(), list.end(), [&](const std::string& want) {
        const bool by_path = want.find('/') != std::string::npos;
        if (by_path && !one.path.empty())
            return fits(want, one.path);
        if (by_path) // by its name alone it may be any of that name
            return !surely && fits(want.substr(want.rfind('/') + 1), one.name);
        if (want == "*")
            return true;
        return fits(want, one.name) && (surely ? one.trusted : !one.local);
    });
}

/// "-rf" is also "-r -f" and "-fr"; "--force" is also "--forc" and "--force=x".
bool option_may_be(const std::string& want, const part& one)
{
    std::string letters;
    for (std::size_t i = 1; i < one.argv.size(); ++i)
    {
        const word& each = one.argv[i];
        const std::string head = each.text.substr(0, each.text.find('='));
        if (each.unknown || fits(want, each.text) || fits(want, head))
            return true;
        if (head.size() > 2 && head.starts_with("--") && want.starts_with(head))
            return true;
        if (is_option(each.text) && each.text[1] != '-')
            letters += each.text.substr(1);
    }
    return is_option(want) && want[1] != '-' &&
           std::all_of(want.begin() + 1, want.end(), [&](char c) { return letters.find(c) != std::string::npos; });
}

} // namespace

bool fits(std::string_view pattern, std::string_view text) noexcept
{
    std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
    while (t < text.size())
    {
        if (p < pattern.size() && pattern[p] == '*')
        {
            star = p++;
            mark = t;
        }
        else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t]))
            ++p, ++t;
        else if (star != std::string_view::npos)
        {
            p = star + 1;
            t = ++mark;
        }
        else
            return false;
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

bool may_be(const std::vector<choices>& argv, const part& one)
{
    if (!program_fits(argv.front(), one, false))
        return false;
    std::vector<bool> at(one.argv.size() + 3, false); // the next word looked at may be this one
    at[1] = true;
    for (std::size_t e = 1; e < argv.size(); ++e)
    {
        if (std::all_of(argv[e].begin(), argv[e].end(), [](const std::string& want) { return is_option(want); }))
        {
            if (std::none_of(argv[e].begin(), argv[e].end(), [&](const std::string& want) { return option_may_be(want, one); }))
                return false;
            continue;
        }
        std::vector<bool> next(at.size(), false);
        bool any = false;
        for (std::size_t w = 1; w < one.argv.size(); ++w)
        {
            if (!at[w])
                continue;
            const word& each = one.argv[w];
            if (each.unknown)
                return true; // and all that follows, too
            if (any_fits(argv[e], each.text))
                any = next[w + 1] = true;
            if (is_option(each.text))
                at[w + 1] = at[w + 2] = true; // an option, with or without a value
        }
        if (!any)
            return false;
        at = std::move(next);
    }
    return true;
}

bool surely_is(const std::vector<choices>& argv, const part& one)
{
    if (!program_fits(argv.front(), one, true) || one.argv.size() < argv.size())
        return false;
    for (std::size_t i = 1; i < argv.size(); ++i)
        if (one.argv[i].unknown || !any_fits(argv[i], one.argv[i].text))
            return false;
    return true;
}

bool rule::is_about(const policing::request& asked) const
{
    return (agents.empty() || any_fits(agents, asked.who.id) || any_fits(agents, asked.who.alias)) &&
           (tools.empty() || any_fits(tools, asked.tool));
}

bool rule::covers(const part& one) const { return argv.empty() || surely_is(argv, one); }

bool rule::touches(const call& what) const
{
    return argv.empty() || std::any_of(what.parts.begin(), what.parts.end(), [&](const part& one) { return may_be(argv, one); });
}

bool rule::fits(const policing::path& one, std::string_view workspace) const
{
    if (how != access::any && one.writes != (how == access::write))
        return false;
    std::string_view within = one.resolved;
    const bool inside = !workspace.empty() && lies_in(within, workspace);
    return std::any_of(paths.begin(), paths.end(), [&](const path_glob& glob) {
        if (!glob.absolute && !inside)
            return false;
        std::string_view rest = glob.absolute ? within : within.substr(workspace == "/" ? 0 : workspace.size());
        while (rest.starts_with('/'))
            rest.remove_prefix(1);
        return re2::RE2::FullMatch(re2::StringPiece(rest.data(), rest.size()), *glob.regex);
    });
}

bool rule::covers_paths(const call& what, const policing::request& asked) const
{
    const std::string workspace = asked.workspace.empty() ? std::string() : plain_path(asked.workspace, "/");
    if (!paths.empty() && restricts())
        return std::any_of(what.paths.begin(), what.paths.end(), [&](const policing::path& one) { return fits(one, workspace); });
    return std::all_of(what.paths.begin(), what.paths.end(), [&](const policing::path& one) {
        if (!paths.empty())
            return fits(one, workspace);
        // A command that is allowed may write into files only where the agent works.
        return restricts() || argv.empty() || !one.writes || one.resolved == "/dev/null" || lies_in(one.resolved, workspace);
    }) && (paths.empty() || !what.paths.empty());
}

} // namespace codexflow::rules
