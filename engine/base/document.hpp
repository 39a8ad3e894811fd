#pragma once

#include "engine/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  A user's document (YAML or JSON) as an owned tree in which every key and value remembers its
 *  place, so that whoever finds a fault later can still say file:line:column.
 *
 *  Lines and columns count from 1; a column counts characters (code points), not bytes.
 *  Everything here is pure apart from load(), and safe to use from any thread. */
namespace codexflow::doc {

enum class kind
{
    null,
    boolean,
    integer, ///< A number written without fraction and exponent.
    number,  ///< Any other number.
    string,
    sequence,
    mapping,
};

struct position
{
    unsigned line = 0, column = 0; ///< From 1; 0 is unknown.
};

struct member;

/** One value. Copies are deep. Scalars keep what was written, so that nothing is lost on the way
 *  (1.50 stays 1.50); use the as_ functions to read them. */
struct node
{
    kind type = kind::null;
    std::string text;            ///< Scalar as written; strings decoded.
    std::vector<node> items;     ///< Of a sequence.
    std::vector<member> members; ///< Of a mapping, in file order; keys are unique.
    position where;              ///< Of its first character.

    /// The value of @p key, or nullptr if absent or if this is not a mapping. Lives as long as this.
    const node* find(std::string_view key) const noexcept;
    /// As find(), with the key and its place.
    const member* find_member(std::string_view key) const noexcept;

    bool is_null() const noexcept { return type == kind::null; }
    bool is_string() const noexcept { return type == kind::string; }
    bool is_sequence() const noexcept { return type == kind::sequence; }
    bool is_mapping() const noexcept { return type == kind::mapping; }
};

struct member
{
    std::string key;
    position where; ///< Of the key.
    node value;
};

/// "null", "a boolean", "a whole number", "a number", "text", "a list", "a mapping": for messages.
std::string_view describe(kind type) noexcept;

/// The place @p where of @p file, for error::at().
location in(const std::string& file, position where);

/// The value of a boolean node; nothing for every other kind.
std::optional<bool> as_boolean(const node& value) noexcept;
/// The value of an integer node that fits; nothing for every other kind.
std::optional<std::int64_t> as_integer(const node& value) noexcept;
/// The value of an integer or number node; nothing for every other kind.
std::optional<double> as_number(const node& value) noexcept;

/// Nesting deeper than this is refused by both parsers.
inline constexpr unsigned depth_limit = 128;
/// A document larger than this is refused by load().
inline constexpr std::uintmax_t size_limit = 64U << 20U;

/** Reads one YAML document (YAML 1.2 core types; aliases and merge keys are expanded).
 *  @p file only names the text in errors. An empty text is a null node.
 *  Errors: invalid_argument with file:line:column for bad syntax, duplicate keys, more than one
 *  document, text that is not UTF-8, and expansion beyond a million values. */
result<node> parse_yaml(std::string_view text, const std::string& file);

/** Reads one JSON text (RFC 8259; a byte order mark and CRLF are accepted).
 *  Errors: invalid_argument with file:line:column and what was expected. */
result<node> parse_json(std::string_view text, const std::string& file);

/** Reads a file: JSON when its name ends in .json, YAML otherwise.
 *  Errors: not_found if there is no such file, otherwise invalid_argument. */
result<node> load(const std::filesystem::path& path);

/// The bytes of a file of at most size_limit. Errors as load(); the place is the file's name.
result<std::string> read_text(const std::filesystem::path& path);

/** Appends @p value as compact JSON, keys in file order. Numbers that JSON cannot spell are
 *  converted (0x10 to 16), infinities and NaN become strings. */
void write_json(const node& value, std::string& out);

/// The same as a text of its own.
std::string compact_json(const node& value);

} // namespace codexflow::doc
