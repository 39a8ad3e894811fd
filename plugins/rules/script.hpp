#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Reads shell scripts, as far as every shell reads them alike and their words stand there in full. What is
 *  beyond that is not guessed at: it is a fault, and whoever judges scripts refuses them. Pure. */
namespace codexflow::rules {

/// The longest script that is read, in bytes.
inline constexpr std::size_t longest_script = std::size_t{64} << 10;

struct word
{
    std::string text;
    bool unknown = false; ///< Variables or patterns are in it: it may be anything, also several words or none.
};

struct redirection
{
    bool writes = false;
    word target;
};

struct simple_command
{
    std::vector<std::string> assigned; ///< The names of the variables set in front of it.
    std::vector<word> words;           ///< Empty where there are only assignments or redirections.
    std::vector<redirection> redirections;
};

struct script
{
    std::vector<simple_command> commands; ///< All of them, whatever joins them.
    std::string fault;                    ///< Why it was not understood; empty if it was.
};

script read_script(std::string_view text);

} // namespace codexflow::rules
