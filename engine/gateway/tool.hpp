#pragma once

#include "engine/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  A tool and a call of it as the engine sees them; the JSON documents of the boundary are made and read in
 *  tool_json.cpp (docs/schemas/tool.*.json). */
namespace codexflow::gateway {

/// What a call changes.
enum class tool_effect : std::uint8_t
{
    none,       ///< It only looks.
    idempotent, ///< Twice is the same as once.
    once        ///< It must not be done again without a decision.
};

/// "none", "idempotent", "once".
std::string_view to_string(tool_effect what) noexcept;

/// An argument that is a path, or a list of them.
struct path_argument
{
    std::string name;
    bool writes = false;
};

/// A tool as its plugin declares it.
struct tool_spec
{
    std::string name, description;
    std::string parameters = "{}"; ///< JSON Schema of the arguments.
    tool_effect effect = tool_effect::once;
    std::vector<path_argument> paths; ///< What policies judge: these,
    std::string argv;                 ///< the argument that holds a program with its arguments,
    std::string command;              ///< and the one that holds a script; empty: none does.
};

/// How a call ended.
enum class tool_outcome : std::uint8_t
{
    ok,
    denied,    ///< No policy permits it; nothing was done.
    invalid,   ///< No such tool, or its arguments do not fit; nothing was done.
    timeout,   ///< It took longer than limits.tool_timeout.
    truncated, ///< Done; the model is given a part of what it gave.
    error,     ///< It could not do what it was asked for, or it is broken.
    cancelled, ///< Nothing was done: the task was stopped before.
    indeterminate ///< Nobody knows whether it was done: the task was stopped meanwhile.
};

/// "ok", "denied", ...: as in events.
std::string_view to_string(tool_outcome how) noexcept;

/// What the model is told, and how it came to that.
struct tool_answer
{
    tool_outcome how = tool_outcome::error;
    std::string content;
    error why; ///< When denied: for a run that does not go on then.
};

/// A folder a call may work in.
struct tool_root
{
    std::string path; ///< Absolute.
    bool writes = false;
};

/// Where the calls of one task work.
struct tool_place
{
    std::string workspace; ///< Absolute: where relative paths begin and results that are too long are kept.
    std::vector<tool_root> roots;
    std::string results{}; ///< Absolute: where those results are kept instead, if not empty.
    std::string scratch{}; ///< Absolute, below a root that may be written: for programs' temporary files; made when
                           ///< one starts. May be empty: they use what the system has.
};

} // namespace codexflow::gateway
