#include "cli/context.hpp"

#include "cli/render/report.hpp"
#include "engine/base/error.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace codexflow::cli {
namespace {

/// 0, or why not all was written.
int write_all(int fd, std::string_view bytes)
{
    while (!bytes.empty())
    {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(n));
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

} // namespace

bool context::print(std::string_view text) const
{
    const int why = write_all(out, text);
    if (why != 0 && why != EPIPE)
        complain("codex-flow: error: cannot write standard output: " + std::string(std::strerror(why)) +
                 '\n');
    return why == 0;
}

void context::complain(std::string_view text) const { static_cast<void>(write_all(err, text)); }

int context::fail(const error& what) const
{
    complain(error_text(what, look_at(err, environment, color_choice::automatic).color));
    if (what.code == errc::internal || what.code == errc::cancelled)
        return exit_code(what.code);
    return exit_code(errc::invalid_argument);
}

} // namespace codexflow::cli
