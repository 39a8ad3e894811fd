#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/** @file
 *  What counts as a letter, and which letters are the same one in another case: fixed tables, no locale, so
 *  that a text is read the same everywhere. */
namespace codexflow::triggers {

enum class letter_class
{
    word,   ///< Part of a word: letters, digits, '_', marks.
    single, ///< A word by itself: scripts written without blanks (Han, Kana, Hangul, Thai, ...) and emoji.
    space,
    punctuation,
};

letter_class classify(char32_t code_point) noexcept;

/** The lower-case form: of ASCII, Latin, Greek, Cyrillic, Armenian and full-width letters, one code point for
 *  one. Whatever is not in these, and letters that would become two (sharp s), stay as they are. */
char32_t fold(char32_t code_point) noexcept;

struct decoded
{
    char32_t code_point;
    std::size_t size; ///< In bytes, at least 1.
};
/// The character at @p at, which is in @p text. A byte that is not UTF-8 is a character of its own value.
decoded decode(std::string_view text, std::size_t at) noexcept;

/// @p text in lower case. No letter's other case is longer or shorter, so every byte keeps its place.
std::string folded(std::string_view text);

} // namespace codexflow::triggers
