#pragma once

#include "engine/base/error.hpp"

#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Files in the answers of models. Pure: reads text, touches no disk. */
namespace codexflow::workspace {

struct answer_file
{
    std::string path; ///< As the model wrote it.
    std::string content;
};

struct answer_files
{
    std::vector<answer_file> files;  ///< In the order of the answer.
    std::vector<std::string> faults; ///< What looks like a file and is none, in words; it is in no file.
};

/** Finds the files in @p answer, if there are any:
 *  - an answer that is a JSON object {"files": [{"path", "content"}]}, or JSON text of one in a string;
 *  - else blocks between a line ```file:PATH and a line of as many backticks; blocks that a line ```lang opens
 *    inside of one belong to it;
 *  - else such an object somewhere in the text: in blocks of JSON, or from the first { to the last }. */
answer_files read_answer_files(std::string_view answer);

/** A path below some folder, its "." and doubled slashes taken out: "src/a.c".
 *  Errors: invalid_argument for paths that are empty, absolute, name a folder ("a/"), or hold "..", a control
 *  character, a backslash, ".git" or a name that is too long. */
result<std::string> relative_file_path(std::string_view written);

} // namespace codexflow::workspace
