#pragma once

#include "engine/registry/tool_policy.hpp"

#include <optional>
#include <string>
#include <vector>

/** @file
 *  A tool call as policies see it: docs/schemas/policy.request.json as values. */
namespace codexflow {

struct agent;

/// Who calls; the tools' names are ours (registry/tool_names.hpp).
struct tool_caller
{
    std::string id;
    std::string alias; ///< Equals the id where no alias was used.
    tool_policy tools;
};

/// The caller that @p definition describes.
tool_caller caller_of(const agent& definition, const std::string& alias);

/// A file or folder among the arguments.
struct tool_path
{
    std::string given;    ///< As the model wrote it.
    std::string resolved; ///< Absolute, with links followed as far as there are any.
    bool writes = false;
};

struct tool_question
{
    tool_caller agent;
    std::string tool;
    std::string effect = "once";  ///< none, idempotent or once.
    std::string arguments_json = "{}";
    std::optional<std::vector<std::string>> argv;
    std::optional<std::string> command; ///< A shell script.
    std::vector<tool_path> paths;
    std::string workspace;              ///< Absolute.
    bool any_arguments = false;         ///< Could any call of this tool be allowed?
    bool explain = false;               ///< What every rule said is wanted.
};

/// The request document.
std::string to_json(const tool_question& asked);

} // namespace codexflow
