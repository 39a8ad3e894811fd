#pragma once

#include "cli/paths.hpp"
#include "cli/terminal.hpp"

#include <string_view>

namespace codexflow {
struct error;
}

namespace codexflow::cli {

/** What a command may know of the process it runs in; made once, in main(). */
struct context
{
    variables environment;
    install_paths install;
    int in = 0, out = 1, err = 2; ///< Borrowed descriptors.

    /** Writes all of @p text to standard output.
     *  @return false when that failed; the reason is then on standard error. Quiet about a reader that
     *          has gone away, as nobody is left to be told. */
    bool print(std::string_view text) const;
    /// Writes to standard error; a failure there is nobody's business.
    void complain(std::string_view text) const;
    /** Prints the error and its hints, before anything was started.
     *  @return the exit code: 65 whatever is wrong with what was given, 70 for a bug of ours, 130 if it
     *          was stopped. */
    int fail(const error& what) const;
};

/// Exit code of a command whose output could not be written.
inline constexpr int output_lost_exit_code = 1;

} // namespace codexflow::cli
