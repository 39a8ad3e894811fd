#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow::test {

using header_list = std::vector<std::pair<std::string, std::string>>;

/// What a client sent, chunked bodies already put together.
struct http_request
{
    std::string method;
    std::string target;
    header_list headers;
    std::string body;
    std::size_t connection = 0; ///< Which connection it came on, from 1.
    std::size_t number = 0;     ///< Which request of the server it is, from 1.

    /// The header's value, names compared without case; empty when absent.
    std::string_view header(std::string_view name) const noexcept;
};

} // namespace codexflow::test
