// The decoder of answers of the provider ollama.
#include "tests/fuzz/chat_transcript.hpp"

#include "plugins/ollama/chat_decoder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace codexflow;
    fuzz::check_transcript<ollama::chat_decoder, ollama::chunk>(
        data, size, [](const ollama::chunk& piece) { return std::to_string(static_cast<int>(piece.what)); });
    return 0;
}
