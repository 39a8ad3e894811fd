#pragma once

#include "engine/record/event.hpp"
#include "engine/record/line_writer.hpp"

namespace codexflow {

/** Whether the line of @p body is a border, behind which the journal is brought to the disk: what a loss of power
 *  must not take back. The end of a task and of the run; a turn that was paid; what a call has changed; the intent of one that must not
 *  be made twice. Pure. */
durability border_of(const event::payload& body) noexcept;

} // namespace codexflow
