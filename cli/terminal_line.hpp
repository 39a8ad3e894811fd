#pragma once

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace codexflow {
class cancel_source;
class line_writer;
} // namespace codexflow

namespace codexflow::cli {

/** Asks at the terminal @p fd and awaits the line that is typed, while everything else goes on; with its end.
 *  What was typed before is no answer and is thrown away.
 *  @param fd Borrowed. It stays as it is: making it non-blocking would concern all who write to the terminal.
 *  @param to Where @p question is shown, so that it stands in order with what else is written there.
 *  @return nothing at the end of the input, and when @p cancel is stopped, which ends the wait soon. */
boost::asio::awaitable<std::optional<std::string>> ask_at_terminal(int fd, line_writer& to, std::string question,
                                                                   cancel_source& cancel);

} // namespace codexflow::cli
