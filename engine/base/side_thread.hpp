#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <optional>

namespace codexflow {

/** Work that blocks (large folders, programs that are waited for), done piece after piece on a thread of its
 *  own while the engine goes on. The thread begins with the first piece. Destroying waits for the piece that is
 *  being done. Engine thread only; the io_context outlives it. */
class side_thread
{
public:
    explicit side_thread(boost::asio::io_context& io) : io_(io) {}
    ~side_thread();

    /** Does @p work and waits for it; what it throws is thrown here. It is not cut short by a cancellation.
     *  What it refers to stays valid until the await completes, or until this is destroyed. */
    boost::asio::awaitable<void> run(std::function<void()> work);

private:
    boost::asio::io_context& io_;
    std::optional<boost::asio::thread_pool> pool_;
};

} // namespace codexflow
