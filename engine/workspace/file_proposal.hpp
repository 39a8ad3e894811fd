#pragma once

#include "engine/workspace/answer_files.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::workspace {

/// What would become of a file of an answer, or has.
enum class file_status : std::uint8_t
{
    fresh,     ///< It is not there yet.
    changed,   ///< It is there with another content.
    unchanged, ///< It is there with this content: nothing to write.
    conflict,  ///< Another task wants it with another content, or as a folder: nobody's is written.
    refused,   ///< It must not be written: its path, or what stands there.
    failed     ///< It could not be written.
};

/// "new", "changed", "unchanged", ...: as in events.
std::string_view to_string(file_status what) noexcept;

/// A file that a task's answer holds.
struct proposed_file
{
    std::size_t task = 0; ///< Whose, by the number that propose() was given.
    std::string path;     ///< Relative; as written if it is refused.
    std::string content;
    file_status status = file_status::fresh;
    std::string reason{};                ///< Of a conflict, a refusal, a failure.
    std::optional<std::string> before{}; ///< What is there now.
    bool written = false;
};

/// All files of a run's answers, for somebody to look at before they are written.
struct file_proposal
{
    struct fault
    {
        std::size_t task = 0;
        std::string what;
    };
    std::filesystem::path folder; ///< They lie below it.
    std::vector<proposed_file> files;
    std::vector<fault> faults; ///< What looked like a file and was none.

    /// How many would be written.
    std::size_t to_write() const noexcept;
    /// How many were wanted and cannot be had.
    std::size_t left_out() const noexcept;
};

/// The answer of one task.
struct task_answer
{
    std::size_t task = 0;
    answer_files found;
};

/** Puts the files of all answers together, by path and then by task. Paths are checked; of a path that two
 *  tasks want with different contents, or one as a file and one as a folder, all are in conflict; wanted
 *  twice with the same content it stands there once. Pure. */
file_proposal propose_files(std::filesystem::path folder, std::vector<task_answer> answers);

} // namespace codexflow::workspace
