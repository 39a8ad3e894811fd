#include "plugins/secrets/rule.hpp"

#include "plugins/secrets/key_block.hpp"

#include <algorithm>
#include <array>

namespace codexflow::secrets {
namespace {

using what = verdict::what;
constexpr verdict no{};
constexpr verdict more{what::more, 0, 0, verdict::rest::none, charset::word};

/// The longest first part of a JWT, the longest user and password of a URL, in bytes.
constexpr std::size_t longest_part = 1024;
constexpr std::size_t longest_authority = 512;
constexpr std::size_t most_separators = 16;

bool has(const run& body, rule::need needs)
{
    const bool dense = body.upper || body.stretch >= 16;
    return ((needs & rule::digit) == 0 || body.digit) && ((needs & rule::letter) == 0 || body.upper || body.lower) &&
           (needs != rule::dense || dense);
}

/// A run from @p at on that belongs to the secret, and goes on as long as it does.
verdict yes_with_run(std::size_t keep, std::size_t size, charset body)
{
    return {what::yes, keep, size, verdict::rest::run, body};
}

verdict look_at_token(const rule& one, std::string_view text, std::size_t from, bool final)
{
    const std::size_t most = std::max<std::size_t>(one.least, window);
    const run body = run_of(text.substr(from), one.body, most, final);
    if (body.count >= one.least && has(body, one.needs))
        return yes_with_run(one.keep_prefix || one.how == rule::form::named ? from : 0, from + body.size, one.body);
    return body.open ? more : no;
}

verdict look_at_exact(const rule& one, std::string_view text, bool final)
{
    const std::size_t from = one.prefix.size();
    const run body = run_of(text.substr(from), one.body, std::size_t{one.least} + 1, final);
    if (body.open)
        return more;
    if (body.count != one.least)
        return no;
    const std::size_t end = from + body.size;
    if (end < text.size() && in(charset::word, text[end]))
        return no;
    return {what::yes, 0, end, verdict::rest::none, one.body};
}

verdict look_at_jwt(const rule& one, std::string_view text, bool final)
{
    const std::size_t from = one.prefix.size();
    const run head = run_of(text.substr(from), charset::word, longest_part, final);
    if (head.open)
        return more;
    const std::size_t dot = from + head.size;
    if (head.count < 10 || dot == text.size() || text[dot] != '.')
        return no;
    const run body = run_of(text.substr(dot + 1), charset::word, 10, final);
    if (body.count == 10)
        return yes_with_run(0, dot + 1 + body.size, charset::dotted);
    return body.open ? more : no;
}

/// Where a part of a URL ends that holds no blank, slash or quote.
bool ends_authority(char c)
{
    return static_cast<unsigned char>(c) <= 0x20 || std::string_view("/?#\"'<>`\\{}|").find(c) != std::string_view::npos;
}

/// A placeholder is no password: ${PASSWORD}, [password], ***, or just the word for it.
bool stands_for_one(std::string_view password)
{
    constexpr std::array<std::string_view, 6> words{"password", "PASSWORD", "pass", "passwd", "pw", "secret"};
    return password.front() == '$' || password.front() == '[' || password.find_first_not_of('*') == password.npos ||
           std::find(words.begin(), words.end(), password) != words.end();
}

verdict look_at_url(const rule& one, std::string_view text, bool final)
{
    const std::size_t from = one.prefix.size();
    std::size_t end = from;
    while (end != text.size() && end - from != longest_authority && !ends_authority(text[end]))
        ++end;
    if (end == text.size() && end - from != longest_authority && !final)
        return more;
    const std::string_view authority = text.substr(from, end - from);
    const std::size_t host = authority.rfind('@');
    const std::size_t colon = authority.find(':');
    if (host == authority.npos || colon >= host || host - colon < 2)
        return no;
    if (stands_for_one(authority.substr(colon + 1, host - colon - 1)))
        return no;
    return {what::yes, from + colon + 1, from + host, verdict::rest::none, charset::word};
}

/// Quotes, blanks and the sign that gives a name its value.
struct separator
{
    std::size_t size = 0;
    bool gives = false; ///< The sign is among them.
    bool open = false;
};

separator separator_of(std::string_view text, bool final)
{
    separator made;
    while (made.size != text.size() && made.size != most_separators)
    {
        const char c = text[made.size];
        if (std::string_view(" \t\"'\\:=>,([").find(c) == std::string_view::npos)
            return made;
        made.gives = made.gives || c == ':' || c == '=';
        ++made.size;
    }
    made.open = made.size == text.size() && made.size != most_separators && !final;
    return made;
}

verdict look_at_named(const rule& one, std::string_view text, bool final)
{
    const separator between = separator_of(text.substr(one.prefix.size()), final);
    if (between.open)
        return more;
    return between.gives ? look_at_token(one, text, one.prefix.size() + between.size, final) : no;
}

/// Authorization: Bearer TOKEN, also as a member of an object or an argument.
verdict look_at_authorization(const rule& one, std::string_view text, bool final)
{
    const separator between = separator_of(text.substr(one.prefix.size()), final);
    if (between.open)
        return more;
    if (!between.gives)
        return no;
    const std::size_t first_at = one.prefix.size() + between.size;
    const run first = run_of(text.substr(first_at), charset::token, window, final);
    if (first.open)
        return more;
    std::size_t at = first_at + first.size;
    if (first.count < 3 || first.count > 24 || at == text.size() || text[at] != ' ')
        return first.count >= 16 && first.digit ? yes_with_run(first_at, at, charset::token) : no;
    ++at;
    const run second = run_of(text.substr(at), charset::token, window, final);
    if (second.count >= 6 && (second.digit || second.mixed))
        return yes_with_run(at, at + second.size, charset::token);
    return second.open ? more : no;
}

verdict look_at_pattern(const rule& one, std::string_view text, bool final)
{
    if (text.size() < one.most && !final)
        return more;
    const std::string_view seen = text.substr(0, one.most);
    re2::StringPiece found;
    if (!one.expression->Match({seen.data(), seen.size()}, 0, seen.size(), re2::RE2::ANCHOR_START, &found, 1) ||
        found.empty())
        return no;
    return {what::yes, 0, found.size(), verdict::rest::none, charset::word};
}

/// Whether the prefix is there; `more` if the text ends in it.
what begins(const rule& one, std::string_view text, bool final)
{
    const std::size_t size = std::min(text.size(), one.prefix.size());
    for (std::size_t at = 0; at != size; ++at)
        if ((one.any_case ? to_lower(text[at]) : text[at]) != one.prefix[at])
            return what::no;
    if (size == one.prefix.size())
        return what::yes;
    return final ? what::no : what::more;
}

} // namespace

verdict look(const rule& one, std::string_view text, bool final)
{
    const what begun = begins(one, text, final);
    if (begun != what::yes)
        return begun == what::no ? no : more;
    switch (one.how)
    {
    case rule::form::token: return look_at_token(one, text, one.prefix.size(), final);
    case rule::form::exact: return look_at_exact(one, text, final);
    case rule::form::jwt: return look_at_jwt(one, text, final);
    case rule::form::url: return look_at_url(one, text, final);
    case rule::form::key_block: return look_at_key_block(text, one.prefix.size(), final);
    case rule::form::authorization: return look_at_authorization(one, text, final);
    case rule::form::named: return look_at_named(one, text, final);
    case rule::form::pattern: return look_at_pattern(one, text, final);
    }
    return no;
}

} // namespace codexflow::secrets
