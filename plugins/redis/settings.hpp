#pragma once

#include "plugins/redis/address.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace codexflow::redis {

struct redis_settings
{
    address server;
    std::string prefix = "mem";
    std::chrono::seconds ttl_default = std::chrono::hours(24 * 7);
    std::int64_t max_window = 200; ///< Entries of one list.
    std::chrono::milliseconds timeout{5000};
};

/** Reads the settings and the two variables that they name. The host keeps secrets from plugins where it can fill them
 *  in itself, in HTTP and in child processes; a socket of a plugin's own is beyond it, so this plugin reads the variables
 *  itself. The settings name them with the format "secret-env": so the host knows what they hold and keeps it out of all
 *  that is written.
 *  Throws failure: an address that cannot be used, or a password in `url`, where it would be written. */
redis_settings read_redis_settings(std::string_view json);

} // namespace codexflow::redis
