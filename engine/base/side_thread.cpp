#include "engine/base/side_thread.hpp"

#include "engine/base/async_event.hpp"

#include <boost/asio/post.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace codexflow {
namespace {

struct piece
{
    piece(boost::asio::io_context& io, std::function<void()> what) : done(io), work(std::move(what)) {}

    async_event done;
    std::function<void()> work;
    std::exception_ptr failed;
};

void perform(boost::asio::io_context& io, std::shared_ptr<piece> one)
{
    try
    {
        one->work();
    }
    catch (...)
    {
        one->failed = std::current_exception();
    }
    boost::asio::post(io, [one = std::move(one)] { one->done.set(); });
}

} // namespace

side_thread::~side_thread()
{
    if (pool_)
        pool_->stop(); // what has not begun is not begun
}

boost::asio::awaitable<void> side_thread::run(std::function<void()> work)
{
    if (!pool_)
        pool_.emplace(1);
    const auto one = std::make_shared<piece>(io_, std::move(work));
    boost::asio::post(*pool_, [&io = io_, one]() mutable { perform(io, std::move(one)); });
    co_await one->done.wait();
    if (one->failed)
        std::rethrow_exception(one->failed);
}

} // namespace codexflow
