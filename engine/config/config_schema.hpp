#pragma once

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Every key the configuration knows, in one table. Checking, defaults, `config show` and the
 *  published JSON Schema are all made of it. Private to engine/config. */
namespace codexflow {

enum class config_type
{
    boolean,
    integer,
    number,
    text,
    duration,
    keep, ///< See keep_rule.
    text_list,
    path_list,
    block, ///< A mapping with a plugin's own settings: keys beyond the table's are passed on.
    block_or_off, ///< The same, or the word off (false).
};

/** One key. In a pattern "*" stands for a name the user chooses and "[]" for the elements of a list:
 *  "providers.*.model", "policies[].plugin". */
struct config_key
{
    std::string_view pattern;
    config_type type;
    std::string_view doc;
    bool required = false;
    double low = std::numeric_limits<double>::lowest(), high = std::numeric_limits<double>::max();
};

/// The table, in the order in which things are shown.
std::span<const config_key> config_keys() noexcept;

/// The built-in layer, in the words of a configuration file.
std::string_view built_in_config() noexcept;

/// The row of @p pattern, or nullptr.
const config_key* find_config_key(std::string_view pattern) noexcept;

/// What stands directly below a pattern ("" is the top).
struct config_children
{
    std::vector<std::string> names; ///< Fixed keys, in table order.
    bool any_name = false;          ///< The user chooses further names ("*").
    bool elements = false;          ///< It is a list ("[]").
};
config_children children_of(std::string_view pattern);

/// @p pattern.@p key, or @p key at the top.
std::string child_pattern(std::string_view pattern, std::string_view key);

/// As child_pattern() for a user's key in a path that is shown: odd keys stand in double quotes.
std::string child_path(std::string_view path, std::string_view key);

/// Whether such a value is a block of a plugin's settings.
constexpr bool is_block(config_type type) noexcept
{
    return type == config_type::block || type == config_type::block_or_off;
}

/// "a whole number", "a list of paths": what a value of this type must be.
std::string_view describe(config_type type) noexcept;

} // namespace codexflow
