#pragma once

#include "engine/plan/plan.hpp"
#include "engine/run/run.hpp"
#include "engine/run/run_record.hpp"

namespace codexflow {

class registry;

/** What makes a run what it is, so that one that is resumed goes on as it began: its tasks with their files, the
 *  prompts and tools of its agents, its providers with their models, its tools, policies and sandbox. What may
 *  change between two processes is not in it: limits, caps, retries, prices. Pure. */
std::vector<basis_item> basis_of(const run_request& request, const config& settings);

/** The tasks of @p work as they can be kept and read again. @param whole False: only what is put behind their texts,
 *  as the tasks themselves stand in a file. Pure. */
doc::node planned_work(const plan& work, bool whole);

/** Reads what planned_work() made; the agents are those of today.
 *  Errors: invalid_argument if it is nothing of that; those of registry::resolve() and find(). */
result<plan> read_planned_work(const doc::node& kept, registry& agents);

/** Gives the tasks that @p record knows the files that were put behind their texts when the run began: what they are
 *  about may have been changed since, not least by themselves. Pure. */
void restore_attachments(const run_record& record, plan& work);

} // namespace codexflow
