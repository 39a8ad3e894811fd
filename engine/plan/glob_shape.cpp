#include "engine/plan/glob_shape.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace codexflow {
namespace {

enum class part : std::uint8_t
{
    letter,  ///< One character, also '/'.
    any,     ///< ?
    one_of,  ///< [...], kept as written.
    star,    ///< *
    folders, ///< **/ at the start of a folder's name.
    rest     ///< ** at the end, at the start of a name.
};

struct token
{
    part what;
    std::string text;

    bool is_slash() const { return what == part::letter && text == "/"; }
    friend bool operator==(const token&, const token&) = default;
};

constexpr std::size_t most_expansions = 64;

/// The globs that "{a,b}" stands for; nothing when there are too many or the braces do not close.
std::optional<std::vector<std::string>> expand(const std::string& glob)
{
    const std::size_t open = glob.find('{');
    if (open == glob.npos)
        return std::vector<std::string>{glob};
    std::vector<std::string> inner{""};
    std::size_t at = open + 1;
    for (unsigned depth = 1;; ++at)
    {
        if (at >= glob.size())
            return std::nullopt;
        depth += glob[at] == '{' ? 1U : 0U;
        depth -= glob[at] == '}' ? 1U : 0U;
        if (depth == 0)
            break;
        if (glob[at] == ',' && depth == 1)
            inner.emplace_back();
        else
            inner.back() += glob[at];
    }
    std::vector<std::string> all;
    for (const std::string& choice : inner)
    {
        auto more = expand(glob.substr(0, open) + choice + glob.substr(at + 1));
        if (!more)
            return std::nullopt;
        all.insert(all.end(), more->begin(), more->end());
        if (all.size() > most_expansions)
            return std::nullopt;
    }
    return all;
}

/// A glob without braces in its parts; nothing for what is not told apart here.
std::optional<std::vector<token>> tokens_of(std::string_view glob)
{
    std::vector<token> all;
    const auto at_start = [&all] {
        return all.empty() || all.back().is_slash() || all.back().what == part::folders;
    };
    while (!glob.empty())
    {
        if (glob.starts_with("**"))
        {
            const bool last = glob.size() == 2;
            const bool whole = at_start() && (last || glob[2] == '/');
            all.push_back({!whole ? part::star : last ? part::rest : part::folders, {}});
            glob.remove_prefix(whole && !last ? 3 : 2);
            continue;
        }
        const char c = glob.front();
        std::size_t taken = 1;
        if (c == '*')
            all.push_back({part::star, {}});
        else if (c == '?')
            all.push_back({part::any, {}});
        else if (c == '[')
        {
            const std::size_t end = glob.find(']', 2);
            if (end == glob.npos)
                return std::nullopt;
            taken = end + 1;
            all.push_back({part::one_of, std::string(glob.substr(0, taken))});
        }
        else if (c == '\\')
        {
            if (glob.size() == 1)
                return std::nullopt;
            taken = 2;
            all.push_back({part::letter, std::string(1, glob[1])});
        }
        else
            all.push_back({part::letter, std::string(1, c)});
        glob.remove_prefix(taken);
    }
    return all;
}

using tokens = std::vector<token>;

/// The same without the sign of the project's root, and with "**" for all that lies in a folder.
std::string tidy(std::string_view glob)
{
    glob.remove_prefix(glob.starts_with("./") ? 2 : glob.starts_with('/') ? 1 : 0);
    return std::string(glob) + (glob.ends_with('/') ? "**" : "");
}

/// Holds the parts of one glob against those of another, as if those were a path.
class comparison
{
public:
    comparison(const tokens& wide, const tokens& narrow)
        : wide_(wide),
          narrow_(narrow),
          known_((wide.size() + 1) * (narrow.size() + 1), unknown)
    {}
    bool covers() { return from(0, 0); }

private:
    enum : std::uint8_t
    {
        unknown,
        no,
        yes
    };

    bool from(std::size_t w, std::size_t n)
    {
        std::uint8_t& memory = known_[w * (narrow_.size() + 1) + n];
        if (memory == unknown)
        {
            memory = no;
            memory = judge(w, n) ? yes : no;
        }
        return memory == yes;
    }

    bool judge(std::size_t w, std::size_t n)
    {
        if (w == wide_.size())
            return n == narrow_.size();
        const token& want = wide_[w];
        if (want.what == part::rest)
            return true;
        if (want.what == part::folders)
            return from(w + 1, n) || after_folder(w, n);
        if (want.what == part::star && from(w + 1, n))
            return true;
        if (n == narrow_.size())
            return false;
        const token& have = narrow_[n];
        const bool in_name = !have.is_slash() && have.what != part::folders && have.what != part::rest;
        switch (want.what)
        {
        case part::star: return in_name && from(w, n + 1);
        case part::any: return in_name && have.what != part::star && from(w + 1, n + 1);
        default: return want == have && from(w + 1, n + 1);
        }
    }

    /// With one folder of the narrow glob taken by "**/".
    bool after_folder(std::size_t w, std::size_t n)
    {
        for (std::size_t at = n; at < narrow_.size() && narrow_[at].what != part::rest; ++at)
            if (narrow_[at].is_slash() || narrow_[at].what == part::folders)
                return from(w, at + 1);
        return false;
    }

    const tokens& wide_;
    const tokens& narrow_;
    std::vector<std::uint8_t> known_;
};

} // namespace

std::optional<std::string> why_glob_never_fits(std::string_view glob)
{
    if (glob.find("//") != glob.npos)
        return "no path has two slashes in a row";
    const auto all = expand(tidy(glob));
    if (!all)
        return std::nullopt;
    for (std::string_view one : *all)
    {
        bool dots = false;
        while (!one.empty())
        {
            const std::string_view name = one.substr(0, one.find('/'));
            dots = dots || name == "." || name == "..";
            one.remove_prefix(std::min(name.size() + 1, one.size()));
        }
        if (!dots)
            return std::nullopt;
    }
    return "no path of a project has a part '.' or '..'";
}

bool glob_covers(std::string_view wide, std::string_view narrow)
{
    const auto wides = expand(tidy(wide));
    const auto narrows = expand(tidy(narrow));
    if (!wides || !narrows)
        return false;
    std::vector<std::optional<tokens>> wide_parts;
    for (const std::string& one : *wides)
        wide_parts.push_back(tokens_of(one));
    return std::all_of(narrows->begin(), narrows->end(), [&](const std::string& one) {
        const auto parts = tokens_of(one);
        return parts && std::any_of(wide_parts.begin(), wide_parts.end(), [&](const auto& each) {
                   return each && comparison(*each, *parts).covers();
               });
    });
}

} // namespace codexflow
