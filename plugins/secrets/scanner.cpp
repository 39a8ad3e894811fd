#include "plugins/secrets/scanner.hpp"

#include "plugins/secrets/key_block.hpp"

#include <utility>

namespace codexflow::secrets {
namespace {

// context::spelt
constexpr std::uint8_t backslash = 1; ///< One or more were there.
constexpr std::uint8_t hex_left = 2;  ///< 2 to 5: so many digits of \uXXXX, or of %XX, less one, are left.
constexpr std::uint8_t colour = 8;    ///< Behind ESC, to the letter.

} // namespace

/// A word begins behind whatever is no letter, digit or _, and behind what is spelt otherwise: \n, \u003c, %3D, colours.
void scanner::context::step(char c, std::uint8_t marks) noexcept
{
    if (spelt == backslash && c != '\\')
    {
        spelt = c == 'u' ? hex_left + 3 : 0;
        word_begins = true;
        return;
    }
    if (spelt >= hex_left && spelt < colour && in(charset::hex, c))
    {
        word_begins = spelt == hex_left;
        spelt = word_begins ? 0 : static_cast<std::uint8_t>(spelt - 1);
        return;
    }
    if (spelt == colour && (is_digit(c) || c == '[' || c == ';' || in(charset::alnum, c)))
    {
        word_begins = in(charset::alnum, c) && !is_digit(c);
        spelt = word_begins ? 0 : colour;
        return;
    }
    word_begins = (marks & rule_set::word) == 0;
    spelt = (marks & rule_set::spells) == 0 ? 0 : c == '\\' ? backslash : c == '%' ? hex_left + 1 : colour;
}

/// Nearly all of nearly every text, and so worth its own loops.
std::size_t scanner::skip_plain(std::string_view text, std::size_t at, context& now) const noexcept
{
    if (now.spelt != 0)
        return at;
    while (at != text.size())
    {
        const std::uint8_t asks = now.word_begins ? rule_set::starts | rule_set::starts_anywhere | rule_set::spells
                                                  : rule_set::starts_anywhere | rule_set::spells;
        const std::uint8_t marks = rules_.marks(text[at]);
        if ((marks & asks) != 0)
            return at;
        now.word_begins = (marks & rule_set::word) == 0;
        ++at;
        if (now.word_begins)
            continue;
        constexpr std::uint8_t relevant = rule_set::word | rule_set::starts_anywhere | rule_set::spells;
        while (at != text.size() && (rules_.marks(text[at]) & relevant) == rule_set::word)
            ++at;
    }
    return at;
}

redactor::session::taken scanner::pass(std::string_view piece)
{
    if (!held_.empty() || inside_ != verdict::rest::none)
        return taken::nothing;
    context now = before_;
    for (std::size_t at = skip_plain(piece, 0, now); at != piece.size(); at = skip_plain(piece, at + 1, now))
    {
        const std::uint8_t marks = rules_.marks(piece[at]);
        const std::uint8_t wanted = now.word_begins ? rule_set::starts | rule_set::starts_anywhere : rule_set::starts_anywhere;
        if ((marks & wanted) != 0)
        {
            if (at + 1 == piece.size())
                return taken::nothing;
            if (rules_.may_begin(piece[at], piece[at + 1]) &&
                rules_.look_at(piece.substr(at), now.word_begins, false).said.is != verdict::what::no)
                return taken::nothing;
        }
        now.step(piece[at], marks);
    }
    before_ = now;
    return taken::unchanged;
}

std::string scanner::feed(std::string_view piece)
{
    std::string out;
    if (held_.empty())
        scan(piece, false, out);
    else
    {
        const std::string text = std::exchange(held_, {}) + std::string(piece);
        scan(text, false, out);
    }
    return out;
}

std::string scanner::end()
{
    std::string out;
    const std::string text = std::exchange(held_, {});
    scan(text, true, out);
    return out;
}

/// How much of @p text belongs to the secret that has begun; then it has ended, or all else must wait.
std::size_t scanner::swallow(std::string_view text, bool final)
{
    if (inside_ == verdict::rest::key_block)
    {
        const block_step step = swallow_key_block(text, in_word_, final);
        if (step.ended || final)
            inside_ = verdict::rest::none;
        return step.size;
    }
    const run body = run_of(text, body_, text.size() + 1, final);
    if (!body.open)
        inside_ = verdict::rest::none;
    return body.size;
}

void scanner::scan(std::string_view text, bool final, std::string& out)
{
    std::size_t at = 0;
    std::size_t plain = 0; // what is not yet written begins here
    while (at != text.size())
    {
        if (inside_ != verdict::rest::none)
        {
            at += swallow(text.substr(at), final);
            plain = at;
            if (inside_ != verdict::rest::none)
                break;
            before_ = context{false, 0};
            if (at == text.size())
                break;
        }
        at = skip_plain(text, at, before_);
        if (at == text.size())
            break;
        const std::uint8_t marks = rules_.marks(text[at]);
        const std::uint8_t wanted =
            before_.word_begins ? rule_set::starts | rule_set::starts_anywhere : rule_set::starts_anywhere;
        rule_set::answer found;
        if ((marks & wanted) != 0)
            found = rules_.look_at(text.substr(at), before_.word_begins, final);
        if (found.said.is == verdict::what::more)
            break;
        if (found.said.is == verdict::what::no)
        {
            before_.step(text[at], marks);
            ++at;
            continue;
        }
        out.append(text.substr(plain, at - plain)).append(text.substr(at, found.said.keep));
        ((out += "[REDACTED:") += found.by->name) += ']';
        at += found.said.size;
        plain = at;
        inside_ = found.said.then;
        body_ = found.said.body;
        in_word_ = false;
        before_ = context{false, 0};
    }
    out.append(text.substr(plain, at - plain));
    held_ = text.substr(at);
}

} // namespace codexflow::secrets
