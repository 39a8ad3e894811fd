#pragma once

#include "plugins/secrets/characters.hpp"

#include <re2/re2.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace codexflow::secrets {

/// A shape of secrets: what it begins with, and what must follow.
struct rule
{
    enum class form : std::uint8_t
    {
        token,         ///< At least `least` characters of `body`.
        exact,         ///< Just so many, and no character of a word behind them.
        jwt,           ///< Parts of base64, with dots between.
        url,           ///< USER:PASSWORD@ behind "://".
        key_block,     ///< -----BEGIN ... PRIVATE KEY----- to its END.
        authorization, ///< A header or member of that name.
        named,         ///< A separator, then `least` characters of `body` or more.
        pattern,       ///< A regular expression of the user's.
    };
    enum need : std::uint8_t
    {
        nothing = 0,
        digit = 1,
        letter = 2, ///< Of either case.
        both = 3,
        dense = 7, ///< And a capital, or 16 letters and digits in a row: no words with hyphens.
    };

    std::string name;
    std::string prefix; ///< Not empty. Of a rule that does not care about case: in small letters.
    form how = form::token;
    charset body = charset::word;
    std::uint16_t least = 0;
    need needs = nothing;    ///< What must be among the characters, so that words of prose are none.
    bool any_case = false;   ///< Of the prefix.
    bool anywhere = false;   ///< Also in the middle of a word.
    bool keep_prefix = false; ///< It stays: it says what was there, and is no secret.
    std::shared_ptr<const re2::RE2> expression{}; ///< Of form::pattern.
    std::uint16_t most = 0;                       ///< Bytes its match may have.
};

/// How many characters are looked at for what a rule needs.
inline constexpr std::size_t window = 128;

/// The shapes that are known, more special ones before the others that begin alike.
std::span<const rule> known_rules();

/// What a rule says of the place where a text begins.
struct verdict
{
    enum class what : std::uint8_t
    {
        no,
        more, ///< More of the text is needed to tell; never of a text that is all there is.
        yes,
    };
    enum class rest : std::uint8_t
    {
        none,
        run,       ///< As long as characters of `body` follow, they belong to it.
        key_block, ///< What follows is the inside of a private key.
    };
    what is = what::no;
    std::size_t keep = 0; ///< Bytes that stay in front of the mark.
    std::size_t size = 0; ///< Bytes it takes from the text, those that stay among them.
    rest then = rest::none;
    charset body = charset::word;
};

/** Asks @p one about the start of @p text; @p final: nothing follows. What is answered but `more` does not depend on
 *  what follows, so texts may come in pieces. Pure. */
verdict look(const rule& one, std::string_view text, bool final);

} // namespace codexflow::secrets
