#pragma once

#include "engine/run/agent_loop.hpp"
#include "engine/run/resume_plan.hpp"

namespace codexflow {

/** Tells @p loop, which has not been told anything yet, what was said before: as if it had come just now.
 *  @return its next action: call_model behind the last turn; call_tools if calls of the last turn are still to be
 *          made, whose known answers are those of answer_of(); or the failure that the conversation leads to. Pure. */
agent_loop::action feed_turns(agent_loop& loop, const task_resume& from);

/// The calls of the turns that feed_turns() has brought to their end. Pure.
std::size_t calls_before(const task_resume& from, const agent_loop::action& next);

} // namespace codexflow
