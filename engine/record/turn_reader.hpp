#pragma once

#include "engine/record/json_members.hpp"
#include "engine/record/turn_history.hpp"

#include <string_view>

namespace codexflow {

/** Adds to a task's conversation what an event of it says; kinds that say nothing about it are passed over.
 *  Private to journal_reader.cpp. Pure. */
void read_turn(conversation_history& of, std::string_view kind, const json_members::json& event);

} // namespace codexflow
