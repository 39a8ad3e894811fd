#pragma once

#include "engine/record/event.hpp"
#include "engine/record/json_view.hpp"
#include "engine/record/turn_history.hpp"

#include <string_view>

namespace codexflow {

/** Adds to a task's conversation what an event of it says; kinds that say nothing about it are passed over.
 *  Private to journal_reader.cpp. Pure. */
void read_turn(conversation_history& of, std::string_view kind, json_view event);

/// The `usage` of an event; not known if it has none.
token_usage token_usage_of(json_view event);

} // namespace codexflow
