#include "tests/lint/coroutine_rule.hpp"

#include "tests/lint/source_text.hpp"
#include "tests/lint/tokens.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <optional>

namespace codexflow::lint {
namespace {

struct advice
{
    std::string_view trap;
    std::string_view instead;
};

constexpr advice condition{
    "G1", "co_await in a condition: name the result first, `const auto x = co_await f(y); if (x)`"};
constexpr advice braces{
    "G2a", "braces beside a co_await: build the object in a named variable and std::move it into the call"};
constexpr advice lambda{
    "G2b", "a lambda beside a co_await: name the lambda before and std::move it, or call a named function"};
constexpr advice ternary{"G3a", "?: beside a co_await: use if and else on stored values"};
constexpr advice inside_braces{"G3b", "co_await inside braces: await into locals, then build the object"};
constexpr advice list{"G4", "a braced list with a co_await: fill a named container before"};
constexpr advice subscript{"G", "a subscript beside a co_await: name the element first"};
constexpr advice shape{
    "G", "co_await must be a statement of its own: `co_await f(x);`, `auto x = co_await f(y);`, "
         "`x = co_await f(y);` or `co_return co_await f(x);`"};

bool one_of(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_name(std::string_view text)
{
    return !text.empty() &&
           (std::isalnum(static_cast<unsigned char>(text.front())) != 0 || text.front() == '_');
}

/// The rule applied to one token stream.
class checker
{
public:
    explicit checker(const std::vector<token>& tokens) : tokens_(tokens) {}

    /// Judges the co_await at @p await.
    std::optional<advice> judge(std::size_t await) const
    {
        std::size_t outermost = await; // the child, at statement level, that holds the await
        while (parent(outermost) != none && !is_block(parent(outermost)))
            outermost = parent(outermost);
        auto start = statement_start(outermost);
        const auto end = statement_end(outermost);
        for (;;)
        {
            const auto text = word(start);
            if (one_of(text, {"else", "do", "try"}))
                ++start;
            else if (one_of(text, {"case", "default"}) || (is_name(text) && word(start + 1) == ":"))
                start = find(start, end, ":") + 1;
            else if (text == "[" && word(start + 1) == "[") // an attribute
                start = tokens_[start].partner + 1;
            else if (one_of(text, {"if", "while", "switch", "for"}))
            {
                auto open = start + 1;
                while (word(open) != "(" && open < end)
                    ++open; // constexpr, a macro
                if (word(open) != "(" || tokens_[open].partner == none)
                    return condition;
                if (open < await && await < tokens_[open].partner)
                    return judge_header(text, open, await);
                start = tokens_[open].partner + 1;
            }
            else
                return judge_statement(start, end, await);
        }
    }

private:
    std::string_view word(std::size_t i) const
    {
        return i < tokens_.size() ? tokens_[i].text : std::string_view();
    }
    std::size_t parent(std::size_t i) const { return tokens_[i].parent; }

    /// The first @p text at the level of @p from, else @p end.
    std::size_t find(std::size_t from, std::size_t end, std::string_view text) const
    {
        for (auto i = from; i < end; ++i)
            if (tokens_[i].text == text && parent(i) == parent(from))
                return i;
        return end;
    }

    /// Whether the [ at @p open introduces a lambda (and not a subscript, an array or an attribute).
    bool is_lambda(std::size_t open) const
    {
        const auto before = open == 0 ? std::string_view() : word(open - 1);
        if (one_of(before, {"return", "co_return", "co_await", "co_yield"}))
            return true;
        return !is_name(before) && !one_of(before, {")", "]", "&", "&&", "[", ">"}) && word(open + 1) != "[";
    }

    /// Whether the bracket at @p open holds statements or declarations, and not a list of values.
    bool is_block(std::size_t open) const
    {
        if (word(open) != "{")
            return false;
        const auto before = open == 0 ? std::string_view() : word(open - 1);
        if (before.empty() ||
            one_of(before, {";", "{", "}", ")", ":", "else", "do", "try", "noexcept", "const", "mutable"}))
            return true;
        if (before == "]")
            return is_lambda(tokens_[open - 1].partner);
        if (!is_name(before) && !one_of(before, {">", "*", "&"}))
            return false;
        // `-> task<void> {` and `struct name {` look like `name{`: only the content tells.
        const auto close = std::min(tokens_[open].partner, tokens_.size());
        return one_of(word(open + 1), {"if", "for", "while", "switch", "do", "try"}) ||
               find(open + 1, close, ";") != close;
    }

    std::size_t statement_start(std::size_t i) const
    {
        const auto level = parent(i);
        auto start = i;
        while (start > 0)
        {
            const auto before = start - 1;
            if (before == level || word(before) == ";")
                break;
            const auto open = tokens_[before].partner;
            if (word(before) == "}" && open != none && is_block(open))
                break;
            start = open != none && open < before ? open : before;
        }
        return start;
    }

    std::size_t statement_end(std::size_t i) const
    {
        const auto level = parent(i);
        const auto limit = level == none ? tokens_.size() : std::min(tokens_[level].partner, tokens_.size());
        return find(i, limit, ";");
    }

    /// The await stands in the parentheses of if, while, switch or for.
    std::optional<advice> judge_header(std::string_view keyword, std::size_t open, std::size_t await) const
    {
        const auto close = tokens_[open].partner;
        const auto first = find(open + 1, close, ";");
        if (first == close) // no init statement
            return keyword == "for" ? shape : condition;
        if (await < first)
            return judge_statement(open + 1, first, await);
        const auto second = keyword == "for" ? find(first + 1, close, ";") : close;
        return await < second ? condition : shape;
    }

    std::optional<advice> judge_statement(std::size_t start, std::size_t end, std::size_t await) const
    {
        if (word(parent(await)) == "{" && parent(await) >= start)
            return is_list(parent(await)) ? list : inside_braces;
        for (auto i = start; i < end; ++i)
        {
            if (word(i) == "?")
                return ternary;
            if (word(i) == "[" && !is_binding(start, i))
                return is_lambda(i) ? lambda : subscript;
            if (word(i) == "{")
                return is_list(i) ? list : braces;
        }
        const bool discarded = await == start + 3 && word(start) == "(" && word(start + 1) == "void";
        const bool whole =
            await == start || discarded ||
            (parent(await) == parent(start) &&
             (word(await - 1) == "=" || (word(await - 1) == "co_return" && await - 1 == start)));
        if (!whole || has_operator(await + 1, end))
            return shape;
        return {};
    }

    /// auto [a, b] = ..., auto& [a, b] = ...
    bool is_binding(std::size_t start, std::size_t open) const
    {
        auto before = open;
        while (before > start && one_of(word(before - 1), {"&", "&&"}))
            --before;
        return before > start && word(before - 1) == "auto";
    }

    /// A braced list of literals, or the elements of a vector.
    bool is_list(std::size_t open) const
    {
        auto i = open;
        while (i > 0 && !one_of(word(i), {"(", ",", ";", "=", "co_return", "co_await"}))
            if (is_name(word(--i)) && one_of(word(i), {"vector", "initializer_list"}))
                return true;
        return one_of(word(open - 1), {"(", ","}) && word(open + 1) == "\"";
    }

    /// An operator that makes the await a part of an expression.
    bool has_operator(std::size_t from, std::size_t end) const
    {
        for (auto i = from; i < end; ++i)
            if (parent(i) == parent(from - 1) &&
                one_of(word(i), {"+", "-", "/", "%", "&&", "||", "==", "!=", "<=", ">=", "|", "^"}))
                return true;
        return false;
    }

    const std::vector<token>& tokens_;
};

} // namespace

std::vector<finding> check_coroutines(std::string_view source)
{
    std::vector<finding> found;
    const auto text = without_comments(source, literals::blank);
    for (const auto& stream : tokenize(text))
    {
        const checker rule(stream);
        for (std::size_t i = 0; i < stream.size(); ++i)
        {
            const bool defines_operator = i > 0 && stream[i - 1].text == "operator";
            if (stream[i].text != "co_await" || defines_operator)
                continue;
            if (const auto breach = rule.judge(i))
                found.push_back({stream[i].line, breach->trap, breach->instead});
        }
    }
    return found;
}

} // namespace codexflow::lint
