#pragma once

#include "engine/base/error.hpp"
#include "engine/run/default_provider.hpp"

#include <map>
#include <string>

namespace codexflow {

class clock;
struct config;
namespace plugin {
class catalog;
}

/** Looks for a provider that can answer when nobody has chosen one: asks the servers of servers_to_ask()
 *  for their models, one after the other, until choose_default() takes one. An address gets 300 ms to
 *  connect, a server 1.5 s in all. Blocks; a signal ends it.
 *  Errors: cancelled. */
result<default_search> find_default_provider(const config& settings, const plugin::catalog& plugins,
                                             const std::map<std::string, std::string>& variables, clock& time);

} // namespace codexflow
