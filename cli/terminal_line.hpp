#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace codexflow {
class cancel_source;
}

namespace codexflow::cli {

/** Awaits the next line that is typed at the terminal @p fd, while everything else goes on; with its end.
 *  @param fd Borrowed. It stays as it is: making it non-blocking would concern all who write to the terminal.
 *  @return nothing at the end of the input, and when @p cancel is stopped, which ends the wait soon. */
boost::asio::awaitable<std::optional<std::string>> read_terminal_line(int fd, cancel_source& cancel);

} // namespace codexflow::cli
