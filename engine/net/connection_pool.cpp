#include "engine/net/connection_pool.hpp"

#include <utility>

namespace codexflow::net {

std::unique_ptr<connection> connection_pool::take(const std::string& key)
{
    const auto found = idle_.find(key);
    if (found == idle_.end())
        return nullptr;
    auto& resting_here = found->second;
    while (!resting_here.empty())
    {
        resting last = std::move(resting_here.back());
        resting_here.pop_back();
        const bool fresh = std::chrono::steady_clock::now() - last.since < longest_idle;
        if (fresh && last.link->quiet())
            return std::move(last.link);
    }
    return nullptr;
}

void connection_pool::give(std::unique_ptr<connection> idle)
{
    auto& resting_here = idle_[idle->key()];
    if (resting_here.size() >= most_idle)
        resting_here.erase(resting_here.begin());
    resting_here.push_back(resting{std::move(idle), std::chrono::steady_clock::now()});
}

} // namespace codexflow::net
