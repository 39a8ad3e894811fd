#pragma once

#include "tests/support/process.hpp"
#include "tests/support/unique_fd.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

namespace codexflow::test {

/** A pipe for a program's stdout that is read only when the test says so, and may be closed in its face.
 *  One thread; every wait ends after process::patience with an exception. */
class held_pipe
{
public:
    /// Makes the named pipe @p path.
    explicit held_pipe(std::filesystem::path path);

    /// @p what with its stdout on this pipe; the process keeps its id.
    command in_front(command what) const;

    /// The next line with its newline, or what is left at the end.
    std::string read_line();
    /// Everything up to the end.
    std::string read_all();
    /// Goes away as `head` does: the writer gets EPIPE.
    void close() { ours_.reset(); }

private:
    bool fill();

    std::filesystem::path path_;
    unique_fd ours_;
    std::string buffer_;
};

/** Waits for what nothing announces (a counter that stands still, a state of the kernel).
 *  @return false when process::patience passed first. */
bool eventually(const std::function<bool()>& happened);

/// Waits until @p count has not changed for @p calm, and returns it.
std::size_t settled(const std::function<std::size_t()>& count, std::chrono::milliseconds calm);

} // namespace codexflow::test
