#include "tests/support/http_reader.hpp"

#include <strings.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace codexflow::test {
namespace {

bool same_name(std::string_view a, std::string_view b) noexcept
{
    return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

/// "GET /path HTTP/1.1" and the header lines below it.
bool parse_head(std::string_view head, http_request& request)
{
    const auto line_end = std::min(head.find("\r\n"), head.size());
    const auto line = head.substr(0, line_end);
    const auto first = line.find(' ');
    const auto second = line.rfind(' ');
    if (first == line.npos || second == first)
        return false;
    request.method = line.substr(0, first);
    request.target = line.substr(first + 1, second - first - 1);
    head.remove_prefix(std::min(head.size(), line_end + 2));
    while (!head.empty())
    {
        const auto end = std::min(head.find("\r\n"), head.size());
        const auto field = head.substr(0, end);
        const auto colon = field.find(':');
        if (colon == field.npos)
            return false;
        const auto start = std::min(field.find_first_not_of(" \t", colon + 1), field.size());
        request.headers.emplace_back(field.substr(0, colon), field.substr(start));
        head.remove_prefix(std::min(head.size(), end + 2));
    }
    return true;
}

} // namespace

std::string_view http_request::header(std::string_view name) const noexcept
{
    for (const auto& [key, value] : headers)
        if (same_name(key, name))
            return value;
    return {};
}

bool http_reader::fill()
{
    std::array<char, 16384> bytes;
    const auto count = ::recv(fd_, bytes.data(), bytes.size(), 0);
    if (count <= 0)
        return false;
    buffer_.append(bytes.data(), static_cast<std::size_t>(count));
    return true;
}

std::optional<std::string> http_reader::take_until(std::string_view mark)
{
    auto at = buffer_.find(mark);
    while (at == buffer_.npos)
    {
        if (!fill())
            return {};
        at = buffer_.find(mark);
    }
    auto text = buffer_.substr(0, at);
    buffer_.erase(0, at + mark.size());
    return text;
}

std::optional<std::string> http_reader::take(std::size_t count)
{
    while (buffer_.size() < count)
        if (!fill())
            return {};
    auto text = buffer_.substr(0, count);
    buffer_.erase(0, count);
    return text;
}

std::optional<std::string> http_reader::take_chunks()
{
    std::string body;
    for (;;)
    {
        const auto size_line = take_until("\r\n");
        if (!size_line)
            return {};
        const auto size = std::strtoul(size_line->c_str(), nullptr, 16);
        const auto data = take(size + 2);
        if (!data)
            return {};
        if (size == 0)
            return body;
        body.append(*data, 0, size);
    }
}

std::optional<http_request> http_reader::next()
{
    const auto head = take_until("\r\n\r\n");
    http_request request;
    if (!head || !parse_head(*head, request))
        return {};
    const auto length = request.header("Content-Length");
    std::optional<std::string> body = std::string();
    if (same_name(request.header("Transfer-Encoding"), "chunked"))
        body = take_chunks();
    else if (!length.empty())
        body = take(std::strtoul(std::string(length).c_str(), nullptr, 10));
    if (!body)
        return {};
    request.body = std::move(*body);
    return request;
}

} // namespace codexflow::test
