#include "plugins/secrets/settings.hpp"

#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>

#include <algorithm>
#include <string>

namespace codexflow::secrets {
namespace {

constexpr std::uint16_t usual_most = 256; // bytes
constexpr std::uint16_t largest_most = 4096;
constexpr std::size_t longest_prefix = 64;

[[noreturn]] void refuse(const std::string& what) { throw failure(CFLOW_E_INVALID, what); }

/// Whether something in it may be repeated without end. What RE2 has accepted is read: no syntax is checked.
bool is_unbounded(std::string_view pattern)
{
    bool in_set = false;
    for (std::size_t at = 0; at < pattern.size(); ++at)
    {
        const char c = pattern[at];
        if (c == '\\')
            ++at;
        else if (in_set)
            in_set = c != ']';
        else if (c == '[')
        {
            in_set = true;
            at += pattern.substr(at + 1).starts_with("^]") ? 2 : pattern.substr(at + 1).starts_with(']') ? 1 : 0;
        }
        else if (c == '*' || c == '+')
            return true;
        else if (c == '{')
        {
            const std::size_t close = pattern.find('}', at);
            if (close != pattern.npos && pattern[close - 1] == ',' && close - at > 2)
                return true;
        }
    }
    return false;
}

/// What every match of it begins with.
std::string fixed_beginning(const re2::RE2& expression)
{
    std::string least, greatest;
    if (!expression.PossibleMatchRange(&least, &greatest, longest_prefix))
        return {};
    const auto [end, _] = std::mismatch(least.begin(), least.end(), greatest.begin(), greatest.end());
    return std::string(least.begin(), end);
}

rule read_pattern(const json::value& from, const std::string& where)
{
    rule made;
    made.name = from["name"].string();
    const std::string pattern(from["pattern"].string());
    const auto plain = [](char c) { return is_lower(c) || is_digit(c) || c == '-'; };
    if (made.name.empty() || made.name.size() > 64 || !std::all_of(made.name.begin(), made.name.end(), plain))
        refuse(where + ".name: 1 to 64 of a-z, 0-9 and - are a name");
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_longest_match(true);
    options.set_max_mem(8 << 20);
    const auto expression = std::make_shared<const re2::RE2>(pattern, options);
    if (!expression->ok())
        refuse(where + ".pattern: it is no regular expression: " + expression->error());
    if (is_unbounded(pattern))
        refuse(where + ".pattern: its matches may be of any length; say how long with {1,N} in place of *, + and {N,}");
    made.prefix = fixed_beginning(*expression);
    if (made.prefix.size() < 2)
        refuse(where + ".pattern: it must begin with two fixed characters at least, as in ACME-[0-9]{8}");
    made.how = rule::form::pattern;
    made.expression = expression;
    made.anywhere = true;
    made.most = static_cast<std::uint16_t>(from["max_bytes"].as_uint64().value_or(usual_most));
    if (made.most < made.prefix.size() || made.most > largest_most)
        refuse(where + ".max_bytes: at least what the pattern begins with, and at most " + std::to_string(largest_most));
    return made;
}

} // namespace

std::vector<rule> rules_of(std::string_view settings_json)
{
    json::document document;
    if (!document.parse(settings_json))
        refuse("the settings are no JSON");
    std::vector<rule> all;
    std::size_t number = 0;
    for (const json::value one : document.root()["patterns"].elements())
        all.push_back(read_pattern(one, "patterns[" + std::to_string(number++) + "]"));
    const std::span<const rule> known = known_rules();
    std::vector<std::string_view> off;
    for (const json::value one : document.root()["off"].elements())
    {
        off.push_back(one.string());
        if (std::none_of(known.begin(), known.end(), [&](const rule& r) { return r.name == off.back(); }))
            refuse("off: there is no rule '" + std::string(off.back()) + "'");
    }
    for (const rule& one : known)
        if (std::find(off.begin(), off.end(), one.name) == off.end())
            all.push_back(one);
    return all;
}

} // namespace codexflow::secrets
