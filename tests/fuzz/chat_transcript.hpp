#pragma once

#include "tests/fuzz/fuzz_target.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/** @file
 *  What a decoder of a model's answers says must not depend on how the bytes were cut, must be valid
 *  UTF-8, and must end. */
namespace codexflow::fuzz {

/// @param Decoder feed, finish, next, result, fault, error; as the providers' decoders have them.
/// @param tell appends where a piece belongs; pieces of one place are joined.
template <class Decoder, class Chunk, class Place>
std::string transcript(std::string_view body, std::size_t limit, bool cut, Place&& place)
{
    Decoder decoder(limit);
    std::string text;
    std::string last;
    const auto drain = [&] {
        Chunk piece;
        while (decoder.next(piece))
        {
            const std::string here = place(piece);
            if (here != last)
                text += "\n" + here + ": ";
            last = here;
            text.append(piece.data);
        }
    };
    const auto feed = [&](std::string_view bytes) {
        decoder.feed(bytes);
        drain();
    };
    if (cut)
        in_pieces(body, static_cast<std::uint32_t>(body.size()), feed);
    else
        feed(exact_copy(body).view());
    decoder.finish();
    drain();
    text += "\nend " + std::to_string(static_cast<int>(decoder.result())) + " " + decoder.fault();
    if (decoder.error())
        text += " " + decoder.error()->message;
    return text;
}

/// Runs both ways and compares.
template <class Decoder, class Chunk, class Place>
void check_transcript(const std::uint8_t* data, std::size_t size, Place&& place)
{
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const std::size_t limit = size % 5 == 0 ? 200 : 1 << 20;
    const std::string whole = transcript<Decoder, Chunk>(body, limit, false, place);
    require(transcript<Decoder, Chunk>(body, limit, true, place) == whole, "pieces do not matter");
}

} // namespace codexflow::fuzz
