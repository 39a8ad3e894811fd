#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

/** @file
 *  What the fuzz targets share. */

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace codexflow::fuzz {

/// Stops the run: an invariant does not hold for this input.
inline void require(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "fuzz: does not hold: %s\n", what);
    std::abort();
}

/// A copy in a block of exactly its size, so that the sanitizer sees every read beyond its end.
class exact_copy
{
public:
    explicit exact_copy(std::string_view text) : bytes_(new char[text.size()]), size_(text.size())
    {
        std::copy(text.begin(), text.end(), bytes_.get());
    }
    std::string_view view() const noexcept { return {bytes_.get(), size_}; }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t size_;
};

/** Calls @p use with @p body in pieces whose sizes follow from @p salt, each in a block of its own that
 *  is gone after the call, as a read buffer would be. */
template <class Use> void in_pieces(std::string_view body, std::uint32_t salt, Use&& use)
{
    while (!body.empty())
    {
        salt = salt * 1664525U + 1013904223U;
        const std::size_t size = std::min<std::size_t>(1 + (salt >> 24) % 9, body.size());
        use(exact_copy(body.substr(0, size)).view());
        body.remove_prefix(size);
    }
}

} // namespace codexflow::fuzz
