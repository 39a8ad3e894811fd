#pragma once

#include "plugins/anthropic/stream_decoder.hpp"
#include "tests/support/pieces.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace codexflow::test {

/// A body decoded to its end, with the streamed text put together again.
struct anthropic_answer
{
    anthropic::stream_decoder decoder;
    std::string text;
    std::string thinking;
    anthropic::outcome result = anthropic::outcome::open;

    /// The calls that are the program's own to carry out.
    std::vector<const anthropic::content_block*> calls() const
    {
        std::vector<const anthropic::content_block*> found;
        for (const anthropic::content_block& block : decoder.blocks())
        {
            if (block.is_call())
                found.push_back(&block);
        }
        return found;
    }
};

inline anthropic_answer decode_anthropic(const pieces& body, std::size_t limit = sse_decoder::default_limit)
{
    anthropic_answer answer{anthropic::stream_decoder(limit), {}, {}};
    anthropic::chunk piece;
    const auto drain = [&] {
        while (answer.decoder.next(piece))
            (piece.thinking ? answer.thinking : answer.text).append(piece.data);
    };
    for (const std::string_view bytes : body)
    {
        const std::string owned(bytes); // dies before the next piece, as a read buffer would
        answer.decoder.feed(owned);
        drain();
    }
    answer.decoder.finish();
    drain();
    answer.result = answer.decoder.result();
    return answer;
}

inline anthropic_answer decode_anthropic(std::string_view body) { return decode_anthropic(whole(body)); }

} // namespace codexflow::test
