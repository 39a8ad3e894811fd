#include "plugins/secrets/key_block.hpp"

#include <algorithm>
#include <array>

namespace codexflow::secrets {
namespace {

using what = verdict::what;
constexpr verdict no{};
constexpr verdict undecided{what::more, 0, 0, verdict::rest::none, charset::word};

constexpr std::size_t longest_label = 48;
constexpr std::size_t longest_header = 256;
constexpr std::size_t longest_gap = 64;  ///< Between two words of the inside.
constexpr std::size_t most_backslashes = 16;
constexpr std::size_t longest_number = 7; ///< Of a line.
constexpr std::size_t most_dashes = 8;
constexpr std::size_t long_word = 16;    ///< From here on it is no word of prose.

/// What stands between two words.
struct gap
{
    std::size_t size = 0;
    bool line_end = false; ///< One is among it.
    bool open = false;
};

gap gap_of(std::string_view text, bool final)
{
    gap made;
    while (made.size < longest_gap)
    {
        const std::string_view left = text.substr(made.size);
        if (left.empty())
        {
            made.open = !final;
            break;
        }
        const char c = left.front();
        if (c == '\\')
        {
            const std::size_t letter = left.find_first_not_of('\\');
            if (std::min(letter, left.size()) > most_backslashes)
                break;
            if (letter == left.npos)
            {
                made.open = !final;
                break;
            }
            if (left[letter] == 'u')
            {
                const std::string_view code = left.substr(letter + 1, 4);
                if (code.size() < 4)
                    made.open = !final;
                const bool line_end = code == "000a" || code == "000A" || code == "000d" || code == "000D";
                if (!line_end && code != "0009" && code != "0020")
                    break;
                made.line_end = made.line_end || line_end;
                made.size += letter + 5;
                continue;
            }
            if (left[letter] != 'n' && left[letter] != 'r' && left[letter] != 't')
                break;
            made.line_end = made.line_end || left[letter] != 't';
            made.size += letter + 1;
            continue;
        }
        if (c == '-' && made.line_end) // of a difference
        {
            if (left.size() == 1)
                made.open = !final;
            if (left.size() == 1 || left[1] == '-')
                break;
        }
        else if (!is_blank(c) && c != '|' && c != '>')
            break;
        made.line_end = made.line_end || c == '\n' || c == '\r';
        ++made.size;
    }
    return made;
}

/// A word of the inside and what it is.
struct word
{
    enum class kind
    {
        body,   ///< Belongs to the key.
        header, ///< A line such as "Proc-Type: 4,ENCRYPTED".
        last,   ///< The line of END.
        other,  ///< Is none of it.
        more,
    };
    kind is = kind::other;
    std::size_t size = 0;
    bool open = false; ///< Of a body: it may go on.
};

std::size_t line_length(std::string_view text)
{
    const std::size_t end = std::min({text.find('\n'), text.find('\r'), text.find('"'), text.find('\\')});
    return std::min(end, text.size());
}

/// "-----END ...-----", or "---- END ... ----".
word last_line(std::string_view text, bool final)
{
    const std::size_t dashes = std::min(text.find_first_not_of('-'), text.size());
    if (dashes > most_dashes)
        return {};
    if (text.size() < dashes + 4 && !final)
        return {word::kind::more};
    const std::size_t label = std::min(text.find("END", dashes), text.size());
    if (dashes < 4 || label > dashes + 1)
        return {};
    const std::size_t most = label + longest_label;
    const std::size_t whole = label + line_length(text.substr(label));
    const std::size_t line = std::min(whole, most);
    const std::size_t close = text.find("----", label);
    if (close < line)
    {
        const std::size_t end = std::min({text.find_first_not_of('-', close), text.size(), close + 5});
        return end == text.size() && !final && end < close + 5 ? word{word::kind::more} : word{word::kind::last, end};
    }
    const bool ended = final || whole != text.size() || whole >= most + 4; // else dashes may yet come
    return ended ? word{word::kind::last, line} : word{word::kind::more};
}

/// What may stand above the base64, with a colon behind: the rest of its line is taken with it.
constexpr std::array<std::string_view, 8> headers{"Proc-Type:", "DEK-Info:", "Version:",   "Comment:",
                                                  "Hash:",      "Charset:",  "MessageID:", "Subject:"};

word header_line(std::string_view text, bool final)
{
    for (const std::string_view one : headers)
    {
        if (!final && text.size() < one.size() && one.starts_with(text))
            return {word::kind::more};
        if (!text.starts_with(one))
            continue;
        const std::size_t end = line_length(text);
        if (end == text.size() && !final && end < longest_header)
            return {word::kind::more};
        return {word::kind::header, std::min(end, longest_header)};
    }
    return {};
}

word word_of(std::string_view text, bool final)
{
    if (text.empty())
        return {final ? word::kind::other : word::kind::more};
    if (text.front() == '-')
        return last_line(text, final);
    const run body = run_of(text, charset::base64, long_word, final);
    if (body.count == long_word)
        return {word::kind::body, body.size, true};
    if (body.open)
        return {word::kind::more};
    if (body.count == 0)
        return {};
    const std::string_view behind = text.substr(body.size);
    const bool number = body.count <= longest_number && !body.lower && !body.upper && !body.mixed;
    if (behind.empty())
        return {word::kind::body, body.size};
    if (number && (behind.front() == ':' || behind.front() == '|' || is_blank(behind.front())))
        return {word::kind::body, body.size + (behind.front() == ':' ? 1 : 0)};
    if (behind == "-" && !final)
        return {word::kind::more};
    if (behind.starts_with("--"))
        return {word::kind::body, body.size};
    if (behind.front() == ':' || behind.front() == '-')
        return header_line(text, final);
    const gap after = gap_of(behind, final);
    const std::string_view next = behind.substr(after.size);
    if (next.empty() && !after.line_end && !final)
        return {word::kind::more};
    const bool alone = after.line_end || after.size == 0 || next.empty() || next.front() == '-';
    return alone ? word{word::kind::body, body.size} : word{};
}

} // namespace

verdict look_at_key_block(std::string_view text, std::size_t from, bool final)
{
    std::size_t at = from;
    while (at != text.size() && at - from != longest_label && (is_upper(text[at]) || is_digit(text[at]) || text[at] == ' '))
        ++at;
    if (at == text.size() && at - from != longest_label && !final)
        return undecided;
    if (text.substr(from, at - from).find("PRIVATE KEY") == text.npos)
        return no;
    const std::size_t dashes = std::min(text.find_first_not_of('-', at), text.size());
    if (dashes == text.size() && !final && dashes - at <= 5)
        return undecided;
    if (dashes - at < 4)
        return no;
    const std::size_t line = dashes;
    at = line;
    for (int words = 0; words != 3; ++words) // the number of a line may stand before the first one
    {
        const gap between = gap_of(text.substr(at), final);
        if (between.open)
            return undecided;
        at += between.size;
        const word next = word_of(text.substr(at), final);
        if (next.is == word::kind::more)
            return undecided;
        if (next.is != word::kind::body && next.is != word::kind::header)
            return no;
        const std::string_view said = text.substr(at, next.size);
        const bool number = next.size <= longest_number && said.find_first_not_of("0123456789:") == said.npos;
        if (!number)
            return {what::yes, 0, line, verdict::rest::key_block, charset::base64};
        at += next.size;
    }
    return no;
}

block_step swallow_key_block(std::string_view text, bool& within, bool final)
{
    block_step made;
    while (true)
    {
        if (within)
        {
            const run body = run_of(text.substr(made.size), charset::base64, text.size() + 1, final);
            made.size += body.size;
            if (body.open)
                return made;
            within = false;
        }
        const gap between = gap_of(text.substr(made.size), final);
        if (between.open)
            return made;
        const word next = word_of(text.substr(made.size + between.size), final);
        if (next.is == word::kind::more)
            return made;
        if (next.is == word::kind::other)
        {
            made.ended = true;
            return made;
        }
        made.size += between.size + next.size;
        made.ended = next.is == word::kind::last;
        if (made.ended)
            return made;
        within = next.open;
    }
}

} // namespace codexflow::secrets
