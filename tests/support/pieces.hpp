#pragma once

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Ways to deliver one body: a decoder must not care. */
namespace codexflow::test {

using pieces = std::vector<std::string_view>;

inline pieces whole(std::string_view body) { return {body}; }

// The pieces are views: a body that dies at the end of the statement is not taken.
pieces whole(std::string&& body) = delete;
pieces byte_wise(std::string&& body) = delete;
pieces random_pieces(std::string&& body, unsigned seed, std::size_t longest = 300) = delete;

inline pieces byte_wise(std::string_view body)
{
    pieces result;
    for (std::size_t at = 0; at != body.size(); ++at)
        result.push_back(body.substr(at, 1));
    return result;
}

/// Pieces of 1 to @p longest bytes; the same for the same seed.
inline pieces random_pieces(std::string_view body, unsigned seed, std::size_t longest = 300)
{
    std::mt19937 random(seed);
    pieces result;
    while (!body.empty())
    {
        const std::size_t size = std::min<std::size_t>(1 + random() % longest, body.size());
        result.push_back(body.substr(0, size));
        body.remove_prefix(size);
    }
    return result;
}

} // namespace codexflow::test
