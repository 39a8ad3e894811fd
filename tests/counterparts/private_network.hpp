#pragma once

#include <string>

namespace codexflow::test {

/** Moves this process, and what it starts from now on, into a network namespace that holds nothing but a
 *  loopback interface. Works once for a process, while it has a single thread; a second call does nothing.
 *  @return why it is not possible here; empty when it was. */
std::string enter_private_network();

} // namespace codexflow::test
