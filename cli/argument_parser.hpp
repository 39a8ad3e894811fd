#pragma once

#include "cli/command_spec.hpp"
#include "engine/base/error.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::cli {

/// What was written on a command line: which command, and every option with its values.
struct parsed_words
{
    std::vector<std::string> command;                       ///< {"plugin", "list"}; empty for none.
    std::map<std::string, std::vector<std::string>> values; ///< By longest name; a flag has "true".

    bool flag(const std::string& name) const { return values.count(name) != 0; }
    const std::vector<std::string>& all(const std::string& name) const;
    /// The only value; null when the option was not given.
    const std::string* one(const std::string& name) const;
};

/** Takes @p arguments (without the program's name) apart as @p program describes it.
 *  Asking for help wins over every fault. Errors: invalid_argument, with the nearest valid name and the
 *  help to read. */
result<parsed_words> parse_words(const command_spec& program, std::span<const std::string> arguments);

/// A usage error of the command with the words @p path ("codex-flow run").
error usage_error(const std::string& path, std::string message, const std::string& nearer = {});

} // namespace codexflow::cli
