#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace codexflow::plugin {

/// What the dynamic linker would see of a file, as far as it decides whether loading it is safe.
struct elf_shape
{
    std::vector<std::string> exported; ///< Names of the dynamic symbols it defines.
    std::vector<std::string> unique;   ///< Those of them that are GNU_UNIQUE.
    std::vector<std::string> needed;   ///< Shared libraries it names.
    bool shared_object = false;
    bool this_machine = false;
    bool whole = false; ///< All that its headers speak of is there.
    bool executable_stack = false;
};

/// Reads the dynamic section. Pure, and safe on any bytes.
elf_shape read_shape(std::string_view file);

/// A rule that a plugin's file must keep, and how this one breaks it.
struct shape_rule
{
    std::string_view what; ///< The rule in words; static storage.
    std::string fault;     ///< One line; empty when it is kept.
};

/** Holds a shape against every rule, in the order of their importance.
 *  Exports beyond the entry symbol are refused because the linker merges them with those of other
 *  plugins, and two of them built with different Boost then crash each other. */
std::vector<shape_rule> judge_shape(const elf_shape& shape);

/// Why a file of this shape must not be loaded, in one line; empty when nothing speaks against it.
std::string refuse_shape(const elf_shape& shape);

} // namespace codexflow::plugin
