#pragma once

#include <cstddef>
#include <span>
#include <string_view>

/** @file
 *  What is known of programs that start others. Tables, and nothing that decides. */
namespace codexflow::rules {

/// A program that starts the one named behind its options.
struct wrapper
{
    std::string_view name;
    std::string_view flags;  ///< Short options without a value.
    std::string_view valued; ///< Short options with one.
    std::string_view longs;  ///< Long options, blank-separated; "=" behind those with a value.
    std::size_t operands = 0; ///< Words of its own before the program.
    bool assigns = false;     ///< NAME=value may stand before the program.
    bool privileged = false;  ///< It changes whose rights count: it must be allowed itself.
    bool appends = false;     ///< It adds arguments that are not there yet.
};

/// Null for a program that is none.
const wrapper* find_wrapper(std::string_view name) noexcept;

/// sh and its like, whose scripts are read; also those whose scripts are not.
bool is_shell(std::string_view name) noexcept;
bool is_foreign_shell(std::string_view name) noexcept;

/// python, perl, node, ...: "python3.11" counts.
bool is_interpreter(std::string_view name) noexcept;

/// Why a program is never understood, whatever its arguments; empty for others.
std::string_view never_understood(std::string_view name) noexcept;

/// Whether setting the variable changes what programs do or which ones run.
bool is_dangerous_variable(std::string_view name) noexcept;

} // namespace codexflow::rules
