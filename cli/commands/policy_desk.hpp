#pragma once

#include "cli/arguments.hpp"
#include "cli/context.hpp"
#include "engine/base/document.hpp"
#include "engine/gateway/policy_chain.hpp"
#include "engine/plugin/quiet_host.hpp"
#include "engine/registry/registry.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

/** @file
 *  What the parts of `policy` work with: the policies of a configuration, and calls made up to ask them. */
namespace codexflow::cli {

/// The policies, ready to be asked, with the plugin host they need. Does not move.
struct policy_desk
{
    explicit policy_desk(clock& time) : host(time) {}

    plugin::quiet_host host;
    std::optional<policy_chain> chain; ///< Always there once it is open.
};

/// A call as a user words it.
struct worded_call
{
    std::optional<std::string> agent; ///< A name or alias; nothing: nobody in particular.
    std::string tool = "shell";
    std::optional<doc::node> arguments;            ///< A mapping.
    std::vector<std::string> words;                ///< A program and its arguments; one word alone is a script.
};

/** The question that @p call stands for. Arguments named argv, command and path (or paths) are what the call
 *  runs and touches; relative paths are those of the working directory. Nobody in particular is an agent whose
 *  definition lists the tool.
 *  Errors: not_found for an agent nobody defines, invalid_argument for arguments of a wrong type. */
result<tool_question> question_of(const worded_call& call, registry& agents);

/// One verdict with what every policy said, for people.
std::string verdict_text(const policy_verdict& said, const std::vector<policy_verdict>& all, std::string_view what);

/// The same as a document.
std::string verdict_json(const policy_verdict& said, const std::vector<policy_verdict>& all, const tool_question& asked);

/// `policy test`: 0, 1 when a case fails, 65 when the file is wrong.
int test_policies(const policy_options& options, const context& where, const policy_chain& chain, registry& agents);

} // namespace codexflow::cli
