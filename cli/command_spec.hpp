#pragma once

#include <string>
#include <string_view>
#include <vector>

/** @file
 *  The commands and options as plain data: the one source from which the parser, the help texts, the
 *  shell completions and "did you mean" are made, so that they cannot drift apart. */
namespace codexflow::cli {

struct option_spec
{
    std::vector<std::string> names; ///< "-f", "--file"; one bare word for a positional.
    std::string value;              ///< What it takes: "FILE", "DIR", "a|b|c"; empty for a flag.
    std::string description;
    std::string group; ///< Heading it stands under in the help.
    enum class count
    {
        once,
        many,     ///< May be repeated, one value each time.
        list,     ///< One or more values, up to the next option; may be repeated.
        maybe,    ///< Once, and its value may be left out: then it is "".
        required, ///< Exactly one.
    } how_often = count::once;

    bool repeats() const noexcept { return how_often == count::many || how_often == count::list; }
    bool positional() const noexcept { return names.front().front() != '-'; }
    /// "--file" rather than "-f".
    const std::string& longest_name() const noexcept;
    /// The words it accepts, when its value is written "a|b|c"; empty otherwise.
    std::vector<std::string> choices() const;
};

struct example_spec
{
    std::string line, meaning;
};

struct command_spec
{
    std::string name; ///< "run"; "codex-flow" for the program.
    std::string description;
    std::string group;
    std::vector<option_spec> options;
    std::vector<command_spec> commands; ///< If there are any, one of them must be named.
    std::vector<example_spec> examples;
    std::string next; ///< The command to type next.

    const command_spec* find(std::string_view command) const noexcept;
    std::vector<std::string> command_names() const;
    /// Every "-x" and "--long" it knows.
    std::vector<std::string> option_names() const;
};

/// The whole program.
command_spec describe_program();

} // namespace codexflow::cli
