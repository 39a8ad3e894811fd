#pragma once

#include "engine/base/document.hpp"
#include "engine/base/error.hpp"
#include "engine/record/event.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace codexflow {

struct agent;

/** One piece of work for one agent. Value type. */
struct planned_task
{
    std::string id;                          ///< Unique in its plan, fit for a file name: "reviewer-1".
    std::string alias;                       ///< The name the work was given to: an alias or an agent's id.
    std::string agent_id;                    ///< The agent behind it.
    std::shared_ptr<const agent> definition; ///< That agent; never null in a checked plan.
    std::optional<double> autonomy;          ///< What the alias puts in place of the agent's own.
    doc::node input;                         ///< As written: text, or an object.
    std::string text;                        ///< What the model is asked.
    std::vector<std::string> about;          ///< Files it is about; empty: those that its input names.
    std::string attachment;                  ///< What is put behind the text for the model: see attach_files().
    std::vector<attached_file> files;        ///< The files in it.
    std::vector<std::string> tools;          ///< Tools an object task asks for by name.
    location where;                          ///< In the task file.
};

/// Tasks in the order in which they were written; that order decides who starts first.
struct plan
{
    std::vector<planned_task> tasks;
};

} // namespace codexflow
