#pragma once

#include "tests/support/gate.hpp"
#include "tests/support/http_request.hpp"

#include <functional>
#include <stop_token>
#include <string_view>

namespace codexflow::test {

/** The way back to the client of one request, used by the handler's thread only.
 *  Writing functions return false once the client is gone or the server stops: the handler then
 *  just returns. What a handler leaves open is finished for it. */
class responder
{
public:
    /// A whole reply with Content-Length.
    bool reply(int status, std::string_view body, std::string_view content_type = "application/json",
               header_list extra = {});

    /** Starts a reply. Unless @p headers has Content-Length or `Connection: close`, the body is sent
     *  chunked. */
    bool write_head(int status, header_list headers = {});
    /// One piece of the body, as one chunk where chunked and in one write.
    bool write_chunk(std::string_view data);
    /// Ends the body; the connection may carry the next request.
    bool finish();

    /// Bytes as they are, around all of the above.
    bool write_raw(std::string_view bytes);
    /// Closes the connection here and now: a stream that just ends.
    void close();
    /// The same with a TCP reset.
    void abort();

    /// Holds on until the test opens @p hold; false when the server stops first.
    bool wait(gate& hold);
    /// Blocks until the client has closed its side: true; or the server stops: false.
    bool wait_closed();

    ~responder();
    responder(const responder&) = delete;
    responder& operator=(const responder&) = delete;

private:
    friend class loopback_server;
    responder(int fd, std::stop_token stop, std::function<void()> on_end);
    /// Says, once and before the last byte goes out, that this request is no longer being answered.
    void end();
    /// Completes what the handler left open; false when the connection cannot go on.
    bool complete();

    int fd_;
    std::stop_token stop_;
    std::function<void()> on_end_;
    bool head_written_ = false;
    bool chunked_ = false;
    bool finished_ = false;
    bool persistent_ = true;
};

} // namespace codexflow::test
