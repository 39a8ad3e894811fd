#pragma once

#include "engine/base/async_event.hpp"
#include "engine/net/connection.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace codexflow::net {

/** Sends one request, while its answer is already being waited for: a server may answer before it has read
 *  everything (413), and then read no more. Must not be destroyed before ended() has returned, unless the
 *  io_context ends first. */
class request_writer
{
public:
    /// @p link must outlive this.
    request_writer(boost::asio::io_context& io, connection& link) : link_(link), ended_(io) {}

    /// Once. @p head and @p body must outlive this.
    void begin(const std::string& head, const std::string& body);
    /// Sends no more. Not while something is being read from the connection: that would fail too.
    void stop();
    /// Waits until nothing is being sent any more.
    boost::asio::awaitable<void> ended();
    /// All of the request was sent. After ended().
    bool complete() const noexcept { return complete_; }

private:
    connection& link_;
    async_event ended_;
    bool stopped_ = false;
    bool complete_ = false;
};

} // namespace codexflow::net
