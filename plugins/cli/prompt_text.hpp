#pragma once

#include <codexflow/json.hpp>

#include <string>

namespace codexflow::cli {

/** The request document as one plain text: the system prompt, a blank line, the conversation. A single
 *  message of the user stands as it is; longer conversations name who speaks before each message. */
std::string prompt_text(const json::value& request);

/** The request in the form of commands made for the predecessor of this program: one line with the JSON
 * object
 *  {"agentId","alias","task"}. The task is the user's last message; what kind of agent is meant is for the
 *  command to know. */
std::string task_json(const json::value& request);

} // namespace codexflow::cli
