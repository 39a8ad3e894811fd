#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Running programs from tests: all output is captured on the side, so nothing can block on a full
 *  pipe, and nothing survives the test. */
namespace codexflow::test {

/// What to run and in which surroundings.
struct command
{
    std::filesystem::path program; ///< Looked up in PATH when it has no slash.
    std::vector<std::string> arguments;
    /// Changes to our own environment; an empty optional removes the variable.
    std::map<std::string, std::optional<std::string>> environment;
    std::filesystem::path directory; ///< Where it runs; empty: where we are.
    std::string input;               ///< Given to its stdin, which then ends.
    bool keep_input_open = false;    ///< stdin stays open after @c input: see process::write.
    bool terminal_input = false;     ///< stdin is a terminal; "\x04" written to it at the start of a line ends it.
    /// Width of a terminal to put its stdout or stderr on; 0 gives a pipe.
    unsigned short out_columns = 0;
    unsigned short err_columns = 0;
};

/// How a program ended and what it said.
struct ending
{
    int status = -1; ///< Its exit code; -1 when a signal ended it.
    int signal = 0;  ///< The signal that ended it, else 0.
    std::string out; ///< All of stdout.
    std::string err; ///< All of stderr.
};

enum class stream
{
    out,
    err
};

/** A running program in a process group of its own.
 *  Destroying it kills whatever is left of the group and reaps the program.
 *  One thread of the test uses it; the capturing runs on a thread inside. */
class process
{
public:
    /// Upper bound of every wait, so that a hung program fails the test instead of hanging it.
    static constexpr std::chrono::seconds patience{60};

    /// @throws std::system_error when the program cannot be started.
    explicit process(command what);
    ~process();
    process(const process&) = delete;
    process& operator=(const process&) = delete;

    int id() const noexcept;

    /// Sends @p signal to the program alone, not to its children. A program that ended is left alone.
    void send(int signal);

    /// Queues @p text for its stdin; needs @c keep_input_open.
    void write(std::string_view text);
    void close_input();

    /// What the program has written so far.
    std::string text(stream which) const;

    /** Waits until @p enough says yes to what was written so far to @p which.
     *  @return false when the program ended or @p limit passed without it. */
    bool read_until(stream which, const std::function<bool(const std::string&)>& enough,
                    std::chrono::milliseconds limit = patience);

    /// read_until the text contains @p part.
    bool read_until(stream which, std::string_view part, std::chrono::milliseconds limit = patience);

    /** Waits for the end of the program and of its output.
     *  @throws std::runtime_error after @p limit, with the output so far; the program is killed. */
    ending wait(std::chrono::milliseconds limit = patience);

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// Runs a program from start to end.
ending run(command what, std::chrono::milliseconds limit = process::patience);

} // namespace codexflow::test
