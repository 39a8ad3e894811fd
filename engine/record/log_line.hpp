#pragma once

#include <string>
#include <string_view>

namespace codexflow {

/** The line of data/logs/events.jsonl that stands for a line of the event stream, with its line end: the names are the
 *  original program's (`agentId`, `taskId`; `plan` is `plan_generated`, `files_applied` is `applied_patches`), what
 *  models and tools said is left out, texts are cut after log_text_bytes and lists after log_list_items. Kinds that are
 *  not known come through like the others. Empty for what is not logged: chunks, and notices below a warning. Pure. */
std::string to_log_line(std::string_view event_line);

inline constexpr std::size_t log_text_bytes = 1000;
inline constexpr std::size_t log_list_items = 100;

} // namespace codexflow
