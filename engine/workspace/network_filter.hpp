#pragma once

#include <linux/filter.h>

#include <vector>

namespace codexflow::workspace {

/// Whether the kernel takes filters and network_filter knows this processor.
bool has_network_filter() noexcept;

/** A filter of system calls under which no socket can be made but those of the own machine that need no
 *  network (AF_UNIX, and AF_NETLINK, which tells the names of devices): the call fails with EPERM. So do
 *  io_uring, which could make sockets behind the filter's back, and programs for another processor mode,
 *  whose calls have other numbers. */
std::vector<sock_filter> network_filter();

} // namespace codexflow::workspace
