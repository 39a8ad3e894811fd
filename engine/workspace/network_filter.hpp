#pragma once

#include <linux/filter.h>

#include <vector>

namespace codexflow::workspace {

/// Whether the kernel takes filters and network_filter knows this processor.
bool has_network_filter() noexcept;

/** A filter of system calls under which programs talk to nobody but themselves: no socket can be made but
 *  AF_NETLINK, which tells the names of devices, and AF_UNIX, of which none can be connected or address
 *  anybody: pairs are left. A service that listens in the file system (of containers, of the desktop, of keys)
 *  would do for them what they may not do themselves. What is denied fails with EPERM; so do io_uring, which
 *  could do it behind the filter's back, and programs for another processor mode, whose calls have other
 *  numbers. */
std::vector<sock_filter> network_filter();

} // namespace codexflow::workspace
