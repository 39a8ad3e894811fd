#pragma once

#include "engine/workspace/confinement.hpp"

namespace codexflow::workspace {

/// Of the kernel's Landlock; 0 when there is none, or it is switched off.
int landlock_revision() noexcept;

/** A Landlock ruleset for @p wanted, for landlock_restrict_self. It also keeps the program from tracing and,
 *  from revision 6 on, from signalling what is not confined with it.
 *  Errors: unavailable. */
result<owned_fd> make_ruleset(const confinement& wanted);

} // namespace codexflow::workspace
