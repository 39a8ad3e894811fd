#pragma once

#include "engine/run/resume_plan.hpp"

#include <string>
#include <vector>

/** @file
 *  What resuming a run would do, for people and for programs. Pure. */
namespace codexflow::cli {

/// A line for each task, and for each call that is in doubt; what is different since stands below.
std::string resume_text(const std::string& run_id, const resume_plan& plan, const std::vector<std::string>& differences);

/// The same as one JSON document.
std::string resume_json(const std::string& run_id, const resume_plan& plan, const std::vector<std::string>& differences);

/// "2 tasks are done and kept, 1 goes on, 3 begin".
std::string resume_summary(const resume_plan& plan);

/// The question about a call that is in doubt, up to where the answer is typed.
std::string doubt_question(const task_resume& task, const recorded_call& call, bool color);

} // namespace codexflow::cli
