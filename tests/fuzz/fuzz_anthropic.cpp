// The decoder of answers of the provider anthropic.
#include "tests/fuzz/chat_transcript.hpp"

#include "plugins/anthropic/stream_decoder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace codexflow;
    fuzz::check_transcript<anthropic::stream_decoder, anthropic::chunk>(
        data, size,
        [](const anthropic::chunk& piece) { return std::string(piece.thinking ? "thinking" : "text"); });
    return 0;
}
