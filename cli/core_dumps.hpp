#pragma once

namespace codexflow::cli {

/** Keeps the memory of this process, in which keys live, out of core files and from other processes of the
 *  same user. Programs that it starts are not affected. Once, before anything secret is read.
 *  With CODEX_FLOW_CORE_DUMPS=1 in the environment it does nothing: for finding a crash. */
void forbid_core_dumps() noexcept;

} // namespace codexflow::cli
