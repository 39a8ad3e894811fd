#include "engine/run/stop_signals.hpp"

#include <array>
#include <csignal>
#include <exception>
#include <utility>

#include <pthread.h>

namespace codexflow {
namespace {

constexpr std::array<int, 3> numbers{SIGINT, SIGTERM, SIGHUP};
/// Far more than wait when a run has ended; a plugin that goes on posting must not keep us.
constexpr int most_handlers = 1000;

} // namespace

cancel_reason reason_of_signal(int signal) noexcept
{
    switch (signal)
    {
    case SIGTERM: return cancel_reason::terminated;
    case SIGHUP: return cancel_reason::hung_up;
    default: return cancel_reason::interrupted;
    }
}

stop_signals::stop_signals(boost::asio::io_context& io, std::function<void(int)> on_signal)
    : io_(io), set_(io), on_signal_(std::move(on_signal))
{
}

void stop_signals::start()
{
    started_ = true;
    for (const int number : numbers)
        set_.add(number);
    wait();
}

void stop_signals::wait()
{
    set_.async_wait([this](boost::system::error_code stopped, int number) {
        if (stopped)
            return;
        wait();
        on_signal_(number);
    });
}

void stop_signals::release()
{
    if (!started_)
        return;
    // A signal that comes right now waits in the kernel until the defaults are back.
    sigset_t ours;
    sigset_t before;
    ::sigemptyset(&ours);
    for (const int number : numbers)
        ::sigaddset(&ours, number);
    ::pthread_sigmask(SIG_BLOCK, &ours, &before);
    io_.restart();
    try
    {
        for (int left = most_handlers; left != 0 && io_.poll_one() != 0; --left)
            ;
    }
    catch (const std::exception&)
    {
        // The run has its end; whatever still failed after it has nobody left to fail.
    }
    set_.clear();
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

} // namespace codexflow
