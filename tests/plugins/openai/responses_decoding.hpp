#pragma once

#include "plugins/openai/responses_decoder.hpp"
#include "tests/support/pieces.hpp"

#include <array>
#include <string>
#include <string_view>

namespace codexflow::test {

/// A body decoded to its end, with the streamed text put together again.
struct responses_answer
{
    openai::responses_decoder decoder;
    std::array<std::string, 3> texts; ///< Text, reasoning, refusal.
    openai::outcome result = openai::outcome::open;

    const std::string& text() const { return texts[0]; }
    const std::string& reasoning() const { return texts[1]; }
    const std::string& refusal() const { return texts[2]; }
};

inline responses_answer decode_responses(const pieces& body, std::size_t limit = sse_decoder::default_limit)
{
    responses_answer answer{openai::responses_decoder(limit), {}, {}};
    openai::chunk piece;
    const auto drain = [&] {
        while (answer.decoder.next(piece))
            answer.texts[static_cast<std::size_t>(piece.what)].append(piece.data);
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

inline responses_answer decode_responses(std::string_view body) { return decode_responses(whole(body)); }

} // namespace codexflow::test
