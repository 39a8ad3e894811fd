#pragma once

#include "plugins/openai/stream_decoder.hpp"
#include "tests/support/pieces.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::test {

/// A body decoded to its end, with the streamed text put together again.
struct openai_answer
{
    openai::stream_decoder decoder;
    std::map<std::int64_t, std::vector<std::string>> texts; ///< By choice index: text, reasoning, refusal.
    openai::outcome result = openai::outcome::open;

    std::string text(std::int64_t choice = 0) { return texts[choice].empty() ? "" : texts[choice][0]; }
    const std::vector<openai::tool_call>& calls() const { return decoder.choices().at(0).tools.calls(); }
};

inline openai_answer decode_openai(const pieces& body, std::size_t limit = sse_decoder::default_limit)
{
    openai_answer answer{openai::stream_decoder(limit), {}, {}};
    openai::chunk piece;
    const auto drain = [&] {
        while (answer.decoder.next(piece))
        {
            auto& fields = answer.texts[answer.decoder.choices().at(piece.choice).index];
            fields.resize(3);
            fields[static_cast<std::size_t>(piece.what)].append(piece.data);
        }
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

inline openai_answer decode_openai(std::string_view body) { return decode_openai(whole(body)); }

} // namespace codexflow::test
