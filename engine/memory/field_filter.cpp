#include "engine/memory/field_filter.hpp"

#include "engine/base/text.hpp"

#include <algorithm>

namespace codexflow::memories {
namespace {

constexpr std::string_view replacement = "[REDACTED]";

/// How quotes are written: as in JSON, or as in JSON that stands inside a JSON string.
struct spelling
{
    std::string_view quote;
    std::size_t escaped_every, escaped_at; ///< A run of backslashes in front that ends a string, modulo the first.
};
constexpr spelling plain{"\"", 2, 0}, nested{"\\\"", 4, 1};

std::size_t skip_blanks(std::string_view text, std::size_t at)
{
    at = text.find_first_not_of(" \t\r\n", at);
    return at == text.npos ? text.size() : at;
}

/// Behind the end of the string whose content begins at @p at.
std::size_t skip_string(std::string_view text, std::size_t at, const spelling& how)
{
    for (std::size_t from = at; (at = text.find('"', at)) != text.npos; ++at)
    {
        std::size_t slashes = 0;
        while (at - slashes > from && text[at - slashes - 1] == '\\')
            ++slashes;
        if (slashes % how.escaped_every == how.escaped_at)
            return at + 1;
    }
    return text.size();
}

std::size_t skip_container(std::string_view text, std::size_t at, const spelling& how)
{
    for (std::size_t depth = 0; at < text.size();)
    {
        const char c = text[at];
        if (text.substr(at).starts_with(how.quote))
        {
            at = skip_string(text, at + how.quote.size(), how);
            continue;
        }
        depth += c == '{' || c == '[' ? 1U : 0U;
        depth -= (c == '}' || c == ']') && depth != 0 ? 1U : 0U;
        ++at;
        if (depth == 0)
            return at;
    }
    return text.size();
}

/// Behind the value that begins at @p at; one without an end goes to the end of the text.
std::size_t skip_value(std::string_view text, std::size_t at, const spelling& how)
{
    if (text.substr(at).starts_with(how.quote))
        return skip_string(text, at + how.quote.size(), how);
    if (at < text.size() && (text[at] == '{' || text[at] == '['))
        return skip_container(text, at, how);
    const std::size_t end = text.find_first_of(",}]\r\n", at);
    return end == text.npos ? text.size() : end;
}

/// Appends @p text without the values of @p key to @p out. @return whether there was one.
bool blank_key(std::string_view text, const std::string& key, const spelling& how, std::string& out)
{
    const std::string wanted = std::string(how.quote) + key + std::string(how.quote);
    std::size_t done = 0;
    for (std::size_t at = 0; (at = text.find(wanted, at)) != text.npos;)
    {
        at += wanted.size();
        const std::size_t colon = skip_blanks(text, at);
        if (colon == text.size() || text[colon] != ':')
            continue;
        const std::size_t value = skip_blanks(text, colon + 1);
        at = skip_value(text, value, how);
        out.append(text.substr(done, value - done)).append(how.quote).append(replacement).append(how.quote);
        done = at;
    }
    if (done == 0)
        return false;
    out.append(text.substr(done));
    return true;
}

} // namespace

field_filter::field_filter(const std::vector<std::string>& fields)
{
    for (const std::string& name : fields)
    {
        if (name.empty())
            continue;
        std::vector<std::string> path = split(name, '.');
        if (std::any_of(path.begin(), path.end(), [](const std::string& part) { return part.empty(); }))
            path.assign(1, name);
        fields_.push_back({name, std::move(path)});
    }
}

bool field_filter::may_be_in(std::string_view text) const
{
    return std::any_of(fields_.begin(), fields_.end(), [&](const field& one) {
        return text.find(one.path.back()) != text.npos || text.find("\\u") != text.npos; // an escape may spell it
    });
}

bool field_filter::fits(const std::vector<std::string_view>& path) const
{
    return std::any_of(fields_.begin(), fields_.end(), [&](const field& one) {
        return path.back() == one.name ||
               (one.path.size() <= path.size() && std::equal(one.path.rbegin(), one.path.rend(), path.rbegin()));
    });
}

bool field_filter::remove(doc::node& value, std::vector<std::string_view>& path) const
{
    bool any = value.is_string() && apply(value.text);
    for (doc::node& item : value.items)
        any = remove(item, path) || any;
    std::erase_if(value.members, [&](doc::member& m) {
        path.emplace_back(m.key);
        const bool gone = fits(path);
        any = gone || remove(m.value, path) || any;
        path.pop_back();
        return gone;
    });
    return any;
}

bool field_filter::apply(doc::node& value) const
{
    std::vector<std::string_view> path;
    return !empty() && remove(value, path);
}

bool field_filter::apply(std::string& text) const
{
    if (empty() || !may_be_in(text))
        return false;
    const std::string_view inner = trim(text);
    if (inner.starts_with('{') || inner.starts_with('['))
        if (auto document = doc::parse_json(inner, "text"))
        {
            if (!apply(*document))
                return false;
            text = doc::compact_json(*document);
            return true;
        }
    return blank(text);
}

/// Of a path only its last key counts here: where a document begins is not known, and too much is better than too little.
bool field_filter::blank(std::string& text) const
{
    bool any = false;
    for (const field& one : fields_)
        for (const spelling& how : {plain, nested})
            if (std::string made; blank_key(text, one.path.back(), how, made))
            {
                text = std::move(made);
                any = true;
            }
    return any;
}

} // namespace codexflow::memories
