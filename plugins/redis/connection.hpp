#pragma once

#include "plugins/redis/address.hpp"

#include <hiredis/hiredis.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::redis {

struct reply_deleter
{
    void operator()(redisReply* one) const noexcept { ::freeReplyObject(one); }
};
using reply = std::unique_ptr<redisReply, reply_deleter>;
using command = std::vector<std::string>;

inline std::string_view text_of(const redisReply& one) noexcept
{
    return one.str == nullptr ? std::string_view() : std::string_view(one.str, static_cast<std::size_t>(one.len));
}

/** A connection to one server, made when it is first needed and kept. Blocking, with a limit on each wait; one thread at
 *  a time.
 *
 *  One that the server has closed while it was idle is made again before anything is sent. One that fails in the midst of
 *  a command is not: the server may have carried it out. The failure then says so, and the next command connects anew. */
class connection
{
public:
    connection(address server, std::chrono::milliseconds timeout) : server_(std::move(server)), timeout_(timeout) {}

    /// Sends a command and gives its answer. Throws failure when there is none, and for an answer that is an error.
    reply send(const command& one);
    /** Sends several at once; the answers come in their order.
     *  @param errors whether answers that are errors are given too, instead of thrown. */
    std::vector<reply> send_all(const std::vector<command>& several, bool errors = false);

    const address& server() const noexcept { return server_; }

private:
    struct closer
    {
        void operator()(redisContext* one) const noexcept { ::redisFree(one); }
    };

    void provide();
    void connect();
    void log_in();
    bool closed_while_idle() const noexcept;
    void append(const command& one);
    reply take();
    [[noreturn]] void fail(const char* step);
    [[noreturn]] void refuse(const redisReply& error) const;

    address server_;
    std::chrono::milliseconds timeout_;
    std::unique_ptr<redisContext, closer> context_;
};

} // namespace codexflow::redis
