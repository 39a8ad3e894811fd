#pragma once

#include "plugins/ollama/chat_decoder.hpp"
#include "tests/support/pieces.hpp"

#include <string>
#include <string_view>

namespace codexflow::test {

/// A body decoded to its end, with the streamed text put together again.
struct ollama_answer
{
    ollama::chat_decoder decoder;
    std::string text;
    std::string reasoning;
    ollama::outcome result = ollama::outcome::open;
};

inline ollama_answer decode_ollama(const pieces& body, std::size_t limit = ndjson_decoder::default_limit)
{
    ollama_answer answer{ollama::chat_decoder(limit), {}, {}, {}};
    ollama::chunk piece;
    const auto drain = [&] {
        while (answer.decoder.next(piece))
            (piece.what == ollama::field::text ? answer.text : answer.reasoning).append(piece.data);
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

inline ollama_answer decode_ollama(std::string_view body) { return decode_ollama(whole(body)); }

} // namespace codexflow::test
