#include "engine/plan/regex_shape.hpp"

#include <algorithm>

namespace codexflow {
namespace {

/// What a part of a pattern asks of its surroundings.
struct shape
{
    bool eats = false;     ///< Every match takes at least one character.
    bool at_begin = false; ///< Every match needs the beginning of the text at its start, or further on.
    bool at_end = false;   ///< Every match needs the end of the text behind it, or before.
    const char* never = nullptr;
};

/// Reads a pattern by recursive descent. What is not understood gives up: known() is then false.
class reader
{
public:
    explicit reader(std::string_view pattern) : left_(pattern) {}

    shape read()
    {
        const shape all = alternatives(0);
        known_ = known_ && left_.empty();
        return all;
    }
    bool known() const noexcept { return known_; }

private:
    shape alternatives(unsigned depth)
    {
        shape all = sequence(depth);
        while (known_ && take('|'))
        {
            const shape other = sequence(depth);
            all.eats = all.eats && other.eats;
            all.at_begin = all.at_begin && other.at_begin;
            all.at_end = all.at_end && other.at_end;
            all.never = all.never != nullptr && other.never != nullptr ? all.never : nullptr;
        }
        return all;
    }

    shape sequence(unsigned depth)
    {
        shape all;
        while (known_ && !left_.empty() && left_.front() != '|' && left_.front() != ')')
        {
            shape next = atom(depth);
            repeat(next);
            if (all.eats && next.at_begin)
                all.never = "something must stand before the beginning of the text";
            if (all.at_end && next.eats)
                all.never = "something must stand behind the end of the text";
            all.never = all.never != nullptr ? all.never : next.never;
            all.at_begin = all.at_begin || (next.at_begin && !all.eats);
            all.at_end = all.at_end || next.at_end;
            all.eats = all.eats || next.eats;
        }
        return all;
    }

    shape atom(unsigned depth)
    {
        shape one;
        const char c = left_.front();
        left_.remove_prefix(1);
        switch (c)
        {
        case '^': one.at_begin = true; return one;
        case '$': one.at_end = true; return one;
        case '(': return group(depth);
        case '[': known_ = known_ && skip_class(); break;
        case '\\': return escape();
        case '*':
        case '+':
        case '?': known_ = false; break;
        default: break;
        }
        one.eats = true;
        return one;
    }

    shape group(unsigned depth)
    {
        constexpr unsigned deepest = 200;
        if (take('?') && !skip_flags())
            known_ = false;
        shape inside;
        if (known_ && depth < deepest)
            inside = alternatives(depth + 1);
        known_ = known_ && depth < deepest && take(')');
        return inside;
    }

    /// Of "(?...": "i:", "P<name>", ":". A group that only sets flags changes what follows: given up, as is
    /// m.
    bool skip_flags()
    {
        const std::size_t end =
            left_.find_first_of(left_.starts_with("P<") || left_.starts_with("<") ? ">" : ":)");
        if (end == left_.npos || left_[end] == ')' || left_.substr(0, end).find('m') != left_.npos)
        {
            const bool named = end != left_.npos && left_[end] == '>';
            if (!named)
                return false;
        }
        left_.remove_prefix(end + 1);
        return true;
    }

    shape escape()
    {
        shape one;
        if (left_.empty() || left_.front() == 'Q' || left_.front() == 'C')
        {
            known_ = false;
            return one;
        }
        const char c = left_.front();
        left_.remove_prefix(1);
        if (c == 'A')
            one.at_begin = true;
        else if (c == 'z')
            one.at_end = true;
        else if (c == 'p' || c == 'P' || c == 'x')
        {
            one.eats = true;
            if (take('{'))
            {
                const std::size_t end = left_.find('}');
                known_ = known_ && end != left_.npos;
                left_.remove_prefix(known_ ? end + 1 : 0);
            }
        }
        else
            one.eats = c != 'b' && c != 'B';
        return one;
    }

    bool skip_class()
    {
        take('^');
        std::size_t at = left_.starts_with(']') ? 1 : 0;
        for (; at < left_.size() && left_[at] != ']'; ++at)
        {
            if (left_[at] == '\\')
                ++at;
            else if (left_.substr(at).starts_with("[:"))
                at = std::min(left_.find(":]", at), left_.size() - 1) + 1;
        }
        if (at >= left_.size())
            return false;
        left_.remove_prefix(at + 1);
        return true;
    }

    /// Quantifiers: what may be absent asks for nothing.
    void repeat(shape& one)
    {
        for (bool more = true; more && !left_.empty();)
        {
            bool optional = false;
            const std::size_t close = left_.find('}');
            if (left_.front() == '*' || left_.front() == '?')
                optional = true;
            else if (left_.front() == '{' && close != left_.npos)
                optional = left_.substr(1).starts_with('0') || left_.substr(1).starts_with(',');
            else if (left_.front() != '+')
                more = false;
            if (!more)
                return;
            left_.remove_prefix(left_.front() == '{' ? close + 1 : 1);
            take('?'); // not greedy
            if (optional)
                one = {};
        }
    }

    bool take(char c)
    {
        if (!left_.starts_with(c))
            return false;
        left_.remove_prefix(1);
        return true;
    }

    std::string_view left_;
    bool known_ = true;
};

} // namespace

std::optional<std::string> why_regex_never_matches(std::string_view pattern)
{
    reader all(pattern);
    const shape whole = all.read();
    if (!all.known() || whole.never == nullptr)
        return std::nullopt;
    return whole.never;
}

} // namespace codexflow
