#pragma once

#include "engine/base/clock.hpp"
#include "engine/net/http_client.hpp"
#include "engine/plugin/plugin_host.hpp"

#include <boost/asio/io_context.hpp>

namespace codexflow::plugin {

/** A plugin host outside a run, for the kinds that do no I/O: its services are there, but nothing runs
 *  them. Plugins' log lines go nowhere unless @c services.log is set. Owns all it is made of; its plugins'
 *  instances end with it. */
class quiet_host
{
public:
    explicit quiet_host(clock& time) : http_(io_), services{io_, http_, time, {}, {}, 0}, host(services) {}

private:
    boost::asio::io_context io_;
    net::http_client http_;

public:
    service_context services;
    plugin_host host;
};

} // namespace codexflow::plugin
