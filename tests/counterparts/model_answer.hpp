#pragma once

#include <codexflow/json.hpp>

#include <string>
#include <vector>

/** @file
 *  One answer of a model, as codex-flow and as an official client understood it, and how the two differ. */
namespace codexflow::test {

class event_log;

struct model_answer
{
    struct tool_call
    {
        std::string id;
        std::string name;
        std::string arguments; ///< As JSON, written one way whoever read it; as it came where it is no JSON.
    };

    std::string text;
    std::string reasoning;
    std::vector<tool_call> calls;
    std::string finish; ///< stop, length, tool_calls, content_filter; empty with an error.
    std::string usage;  ///< "INPUT/OUTPUT" in tokens; empty where nobody counted.
    std::string refusal;
    std::string error; ///< What is wrong with the answer; empty when nothing is.
};

/// What a run with one task made of the answer of its model.
model_answer from_run(const event_log& log);

/// What reference.mjs printed.
model_answer from_reference(json::value said);

/** The names of the members that differ, with blanks between; empty when both understood the same.
 *  @param theirs Of an error only the server's words count, which ours must hold; ids that the server did
 *  not give, and counts that are all zero or missing, count for nothing. */
std::string differences(const model_answer& ours, const model_answer& theirs);

/// For the message of a failed test.
std::string describe(const model_answer& answer);

/// `{"a":1}, {"b":2}` for a test that expects both calls: "look {\"at\":\"north\"}; ...".
std::string calls_of(const model_answer& answer);

} // namespace codexflow::test
