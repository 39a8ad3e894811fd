// The event stream decoder: pieces must not matter.
#include "tests/fuzz/fuzz_target.hpp"

#include <codexflow/sse.hpp>

#include <string>

namespace {

/// Everything a decoder says, as one text.
class transcript
{
public:
    explicit transcript(std::size_t limit) : decoder_(limit) {}

    void feed(std::string_view bytes)
    {
        decoder_.feed(bytes);
        drain();
    }

    std::string finish()
    {
        decoder_.finish();
        drain();
        text_ += decoder_.failed() ? "failed" : decoder_.truncated() ? "truncated" : "clean";
        return text_;
    }

private:
    void drain()
    {
        codexflow::sse_event event;
        while (decoder_.next(event))
        {
            text_.append(event.type).append("|").append(event.data).append("|").append(event.id);
            text_ += event.error_line ? "!\n" : "\n";
        }
    }

    codexflow::sse_decoder decoder_;
    std::string text_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const std::size_t limit = size % 3 == 0 ? 64 : codexflow::sse_decoder::default_limit;
    transcript whole(limit);
    whole.feed(codexflow::fuzz::exact_copy(body).view());
    const std::string expected = whole.finish();

    transcript pieces(limit);
    codexflow::fuzz::in_pieces(body, static_cast<std::uint32_t>(size),
                               [&](std::string_view p) { pieces.feed(p); });
    codexflow::fuzz::require(pieces.finish() == expected, "pieces do not matter");
    return 0;
}
