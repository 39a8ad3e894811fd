#pragma once

#include "plugins/offline/pattern.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/** @file
 *  A script: what the offline provider says to whom. Made by read_script(), never changed after. */
namespace codexflow::offline {

/// When a rule applies; what is not given fits everything.
struct condition
{
    std::string agent; ///< The agent's id or the alias it was called by, exactly.
    std::optional<pattern> agent_regex;
    std::string text; ///< A part of the task's text.
    std::optional<pattern> text_regex;
    std::string model;
    std::optional<std::uint64_t> turn; ///< 1 for the first question of a task, 2 after one answer, ...
};

struct scripted_call
{
    std::string id; ///< Empty: made when it is used.
    std::string name;
    std::string arguments; ///< JSON text; also a broken one, if the script wants that.
};

/// A failure to report instead of the end.
struct scripted_error
{
    std::string kind; ///< One of the names of error documents.
    std::string message;
    std::optional<int> http_status;
    std::optional<std::int64_t> retry_after_ms;
    std::optional<bool> retryable;
    std::size_t after_fragments = 0; ///< How many fragments are still said before.
};

struct scripted_usage
{
    bool words = false; ///< Count words, as a stand-in for tokens.
    std::optional<std::uint64_t> input_tokens, output_tokens, reasoning_tokens, cached_tokens;
};

struct reply
{
    std::vector<std::string> reasoning; ///< Fragments, in their order.
    std::vector<std::string> text;      ///< Fragments; placeholders are still in them.
    std::vector<scripted_call> calls;
    std::string finish; ///< Empty: "tool_calls" if there are calls, else "stop".
    std::string refusal;
    scripted_usage usage;
    std::optional<scripted_error> error;
    std::chrono::milliseconds first_delay{0}; ///< Before the first fragment.
    std::chrono::milliseconds delay{0};       ///< Before every other one.
};

/// The first rule whose condition fits answers: its replies one after the other for the same task, the
/// last of them from then on.
struct rule
{
    condition when;
    std::vector<reply> replies; ///< At least one.
};

struct script
{
    std::string name; ///< The file, or "the built-in script".
    std::vector<rule> rules;
};

} // namespace codexflow::offline
