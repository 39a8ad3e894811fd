#include "cli/context.hpp"

#include "cli/render/report.hpp"
#include "engine/base/error.hpp"
#include "engine/base/file_write.hpp"

#include <cerrno>
#include <cstring>

namespace codexflow::cli {
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
