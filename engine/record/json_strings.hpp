#pragma once

#include <functional>
#include <string>
#include <string_view>

/** @file
 *  The strings of a JSON text, as what they say. For redaction: nothing but the strings that change is touched,
 *  so that numbers, blanks and order stay as they were. Pure. */
namespace codexflow {

/// True if @p text begins as a JSON object or list does. It may still be none.
bool begins_like_json(std::string_view text) noexcept;

/// True if all of @p text is one JSON value; of any depth.
bool is_json(std::string_view text);

enum class json_string_choice
{
    all,
    escaped, ///< Only those in which a character is spelt otherwise: the others say what stands there.
};

/** Calls @p change with each string, keys too, decoded; one for which it returns true is written anew, all else
 *  stays. A text that is no JSON is taken for what its quotes make of it; a string that cannot be decoded stays. */
void change_json_strings(std::string& text, json_string_choice which, const std::function<bool(std::string&)>& change);

} // namespace codexflow
