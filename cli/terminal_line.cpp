#include "cli/terminal_line.hpp"

#include "engine/base/cancellation.hpp"
#include "engine/record/line_writer.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <cerrno>
#include <termios.h>
#include <unistd.h>

namespace codexflow::cli {
namespace {

constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

/// False at the end of the input. A terminal gives whole lines, so this does not block.
bool read_more(int fd, std::string& line)
{
    std::array<char, 256> room{};
    const ssize_t n = ::read(fd, room.data(), room.size());
    if (n > 0)
        line.append(room.data(), static_cast<std::size_t>(n));
    return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

/// A whole line, with its end; nothing when there is none or @p cancel was stopped.
boost::asio::awaitable<std::optional<std::string>> read_line(int fd, cancel_source& cancel)
{
    using descriptor = boost::asio::posix::stream_descriptor;
    const auto here = co_await boost::asio::this_coro::executor;
    descriptor input(here, ::dup(fd));
    cancel_subscription stop;
    cancel.subscribe(stop, [&](cancel_reason) { input.cancel(); });
    std::string line;
    while (!cancel.cancelled() && !line.ends_with('\n'))
    {
        const auto [fault] = co_await input.async_wait(descriptor::wait_read, as_result);
        if (fault || !read_more(fd, line))
            co_return std::nullopt;
    }
    if (cancel.cancelled())
        co_return std::nullopt;
    co_return line;
}

} // namespace

boost::asio::awaitable<std::optional<std::string>> ask_at_terminal(int fd, line_writer& to, std::string question,
                                                                   cancel_source& cancel)
{
    ::tcflush(fd, TCIFLUSH);
    to.append(question);
    auto line = co_await read_line(fd, cancel);
    if (!line)
        to.append("\n");
    co_return line;
}

} // namespace codexflow::cli
