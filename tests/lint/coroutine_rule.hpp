#pragma once

#include <string>
#include <string_view>
#include <vector>

/** @file
 *  The house rule for co_await. GCC 12.2 miscompiles many statements that hold more than the await
 *  itself (double destruction, use after free, illegal instructions), so co_await stands only as
 *
 *      co_await f(x);   auto x = co_await f(y);   x = co_await f(y);   co_return co_await f(x);
 *
 *  whose arguments are names, literals or calls, with no brace, bracket or question mark in the
 *  statement and never in a condition. Structured bindings and `if (auto x = co_await f(); x)` are
 *  clean and allowed. */
namespace codexflow::lint {

struct finding
{
    unsigned line = 0;        ///< Of the co_await.
    std::string_view trap;    ///< "G1", "G2a", ...; "G" for a shape outside the rule that is no known trap.
    std::string_view instead; ///< What to write.
};

/// All breaches of the rule in one file's text.
std::vector<finding> check_coroutines(std::string_view source);

} // namespace codexflow::lint
