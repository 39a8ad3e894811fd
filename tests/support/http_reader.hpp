#pragma once

#include "tests/support/http_request.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace codexflow::test {

/// Reads requests off one connection; bytes beyond a request wait for the next.
class http_reader
{
public:
    explicit http_reader(int fd) : fd_(fd) {}

    /// The next request; nothing when the client closed or sent no HTTP.
    std::optional<http_request> next();

private:
    bool fill();
    std::optional<std::string> take_until(std::string_view mark);
    std::optional<std::string> take(std::size_t count);
    std::optional<std::string> take_chunks();

    int fd_;
    std::string buffer_;
};

} // namespace codexflow::test
