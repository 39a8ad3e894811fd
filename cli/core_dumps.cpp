#include "cli/core_dumps.hpp"

#include <sys/prctl.h>

#include <cstdlib>
#include <string_view>

namespace codexflow::cli {

void forbid_core_dumps() noexcept
{
    const char* wanted = std::getenv("CODEX_FLOW_CORE_DUMPS");
    if (wanted != nullptr && std::string_view(wanted) == "1")
        return;
        // A process that may not be dumped writes no core whatever the limit and whoever collects cores; the
        // state ends with exec. It also may not be traced, which the leak check of sanitized builds does.
#ifndef __SANITIZE_ADDRESS__
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

} // namespace codexflow::cli
