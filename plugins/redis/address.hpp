#pragma once

#include <string>
#include <string_view>

namespace codexflow::redis {

/// Where a server is and how to log in.
struct address
{
    std::string host = "127.0.0.1";
    int port = 6379;
    std::string socket; ///< A path; then host and port do not count.
    int database = 0;
    std::string username, password;

    /// For messages: HOST:PORT or the path. Not as an address: where that is kept as a secret it would be masked.
    std::string shown() const;
};

/** Reads redis://[[USER]:PASSWORD@]HOST[:PORT][/DB], or unix:/PATH. Throws failure: CFLOW_E_INVALID for what is no
 *  such address (the message does not repeat it), CFLOW_E_UNSUPPORTED for rediss://. */
address read_address(std::string_view url);

} // namespace codexflow::redis
