#pragma once

#include "plugins/redis/connection.hpp"
#include "plugins/redis/keys.hpp"
#include "plugins/redis/settings.hpp"

#include <codexflow/memory.hpp>
#include <codexflow/worker.hpp>

#include <cstdint>
#include <vector>

namespace codexflow::redis {

/// Memory in a Redis server, under the original's keys. One connection, made at the first operation.
class redis_memory final : public memory
{
public:
    explicit redis_memory(const settings& given);

    task<void> add(operation& op, std::vector<entry> entries) override;
    task<remembering::found> find(operation& op, const query& asked) override;
    task<remembering::holdings> survey(operation& op, std::int64_t now) override;
    task<std::uint64_t> remove(operation& op, const filter& which) override;
    task<remembering::compaction> tidy(operation& op, const remembering::bounds& to) override;

private:
    redis_settings settings_;
    keys keys_;
    connection connection_; ///< On the thread only.
    worker thread_;
};

} // namespace codexflow::redis
