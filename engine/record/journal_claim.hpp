#pragma once

#include "engine/base/error.hpp"
#include "engine/record/journal_reader.hpp"

#include <codexflow/owned_fd.hpp>

#include <filesystem>

namespace codexflow {

/// The right to go on with a journal that is there: no other process has it as long as this lives.
struct journal_claim
{
    owned_fd file; ///< Open for reading and appending, and locked.
    std::filesystem::path path;
};

/** Claims the journal @p path, before it is read: what is read then cannot change any more.
 *  Errors: not_found; unavailable if another process has it: the run is still going on; invalid_argument with the
 *  system's reason, also on a disk without locks. */
result<journal_claim> claim_journal(const std::filesystem::path& path);

/** Takes an unfinished last line out of a claimed journal and keeps it in journal.torn beside it, so that nothing is
 *  ever added to it. Errors: invalid_argument with the system's reason; the journal is then as it was. */
result<void> set_aside(const journal_claim& claim, const torn_tail& torn);

} // namespace codexflow
