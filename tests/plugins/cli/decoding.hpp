#pragma once

#include "plugins/cli/output.hpp"
#include "tests/support/pieces.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace codexflow::test {

/// What a decoder made of a whole stdout, fed in random pieces.
template <class Decoder> struct decoded
{
    Decoder output;
    std::string text;
    std::string reasoning;

    explicit decoded(std::string_view stdout_bytes, unsigned seed = 1, std::size_t longest = 40)
    {
        for (const std::string_view bytes : random_pieces(stdout_bytes, seed, longest))
        {
            const std::string dying(bytes); // the fed bytes die when next() has said no
            output.feed(dying);
            take();
        }
        output.finish();
        take();
    }

private:
    void take()
    {
        cli::piece said;
        while (output.next(said))
            (said.what == cli::field::text ? text : reasoning) += said.data;
    }
};

} // namespace codexflow::test
