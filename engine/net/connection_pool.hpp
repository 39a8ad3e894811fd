#pragma once

#include "engine/net/connection.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace codexflow::net {

/** Connections that wait for their next request, newest used first. Engine thread only. */
class connection_pool
{
public:
    /// Kept per peer; the oldest goes when there are more.
    static constexpr std::size_t most_idle = 64;
    /// Servers commonly close after 60 s or more; a connection older than this is not worth the risk.
    static constexpr std::chrono::seconds longest_idle{30};

    /// A living connection to @p key, or null.
    std::unique_ptr<connection> take(const std::string& key);
    void give(std::unique_ptr<connection> idle);
    void clear() { idle_.clear(); }

private:
    struct resting
    {
        std::unique_ptr<connection> link;
        std::chrono::steady_clock::time_point since;
    };
    std::map<std::string, std::vector<resting>> idle_;
};

} // namespace codexflow::net
