#pragma once

#include "plugins/offline/script.hpp"

#include <codexflow/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace codexflow::offline {

/// What of a request decides about the answer.
struct question
{
    std::string agent;
    std::string alias;
    std::string model;
    std::string task_id;
    std::string text;        ///< The first message of the user: the task.
    std::uint64_t turn = 1;  ///< 1 + the answers already given in it.
    std::uint64_t words = 0; ///< Of all messages.
};

/// Reads the engine's request document.
question read_question(const json::value& request);

/// The rule that answers @p asked, or nullptr. Pure: the same question always gets the same rule.
const rule* find_rule(const script& from, const question& asked);

/// @p fragment with {{agent}}, {{alias}} and {{task}} (the first line of the text, cut) filled in.
std::string fill_in(std::string_view fragment, const question& asked);

} // namespace codexflow::offline
