#pragma once

#include "engine/workspace/spawn_child.hpp"

#include <chrono>
#include <cstddef>
#include <string>

namespace codexflow::workspace {

/// How a program ended and what it said.
struct child_output
{
    int status = 0; ///< Its exit code, or 128 and the number of the signal that ended it.
    std::string out, err;
};

struct child_patience
{
    std::chrono::milliseconds limit{60'000}; ///< From start to end.
    std::size_t most_bytes = 64U << 20U;     ///< On each channel.
};

/** Runs a short helper program to its end, with an empty stdin, and collects what it says. Blocks: for
 *  use before a run starts; what runs beside others is a child_process. Whatever it leaves behind in its
 *  group is killed.
 *  Errors: as spawn_child; deadline_exceeded, unavailable when it says more than it may. */
result<child_output> run_child(const child_spec& spec, child_patience patience = {});

} // namespace codexflow::workspace
