#pragma once

#include "engine/base/cancellation.hpp"
#include "engine/net/http_client.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/** @file
 *  The HTTP client as tests use it: every step runs the io_context until it is done. */
namespace codexflow::test {

/// A body as it came, and how it ended.
struct received_body
{
    std::string bytes;
    std::size_t pieces = 0;
    std::size_t largest = 0;      ///< Bytes of the largest piece.
    std::optional<error> failed; ///< Empty after a clean end.
};

class http_fixture
{
public:
    using exchange = std::unique_ptr<net::http_exchange>;
    using opened = result<exchange>;

    boost::asio::io_context io{1};
    cancel_source cancel;
    net::http_limits limits;
    net::http_client client{io};

    /// Opens and waits for the head or the error.
    opened open(net::http_request request);
    opened get(const std::string& url);

    /// Begins to open; the answer is in @c answer once @c answered is set.
    void begin_open(net::http_request request);
    bool answered = false;
    opened answer = error(errc::internal, "nothing came yet");

    /// Reads the next piece into @p body: true when one came, false at the end or failure.
    bool read_piece(net::http_exchange& from, received_body& body);
    /// Reads to the end.
    received_body read_all(net::http_exchange& from);
    /// get() and read_all(); an error of either is in @c failed.
    received_body fetch(const std::string& url);

    /// Runs the io_context until @p done says so; fails the test when nothing is left to run.
    void run_until(const std::function<bool()>& done);
};

} // namespace codexflow::test
