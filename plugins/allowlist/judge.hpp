#pragma once

#include <codexflow/policing.hpp>

namespace codexflow::allowlist {

/** What an agent's own definition says of a tool: what it forbids is denied, whatever else it lists; what it
 *  lists is allowed; without a list, only what looks and changes nothing. Names are compared byte by byte, so
 *  neither case nor look-alike letters make one name of two. Pure. */
policing::answer judge(const policing::request& asked);

} // namespace codexflow::allowlist
