// The decoder of answers of the Responses interface.
#include "tests/fuzz/chat_transcript.hpp"

#include "plugins/openai/responses_decoder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace codexflow;
    fuzz::check_transcript<openai::responses_decoder, openai::chunk>(
        data, size, [](const openai::chunk& piece) { return std::to_string(static_cast<int>(piece.what)); });
    return 0;
}
