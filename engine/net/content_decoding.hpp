#pragma once

#include "engine/base/error.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

namespace codexflow::net {

/** Undoes the Content-Encoding of one body, piece by piece: what can be decoded from the bytes given so far
 *  comes out at once. Pure: no I/O. Memory is that of one zlib stream (about 40 kB), whatever the body. */
class content_decoder
{
public:
    virtual ~content_decoder() = default;

    /// What one step did.
    struct step
    {
        std::size_t used = 0;   ///< Bytes taken from the input.
        std::size_t placed = 0; ///< Bytes written to the output.
    };

    /** Decodes from @p input into [@p to, @p to + @p size). To be called again with the rest of the input
     *  until all is used; when @p to was filled there may be more, even with no input left.
     *  Errors: protocol, phase "body", for what is not validly encoded, and from then on; what could be
     *  decoded before it has come out by then. */
    virtual result<step> decode(std::string_view input, char* to, std::size_t size) = 0;

    /** Whether the body may end here. An encoded body that has not begun may: it is empty.
     *  Errors, phase "body": unavailable, it was cut; protocol, as from decode(). */
    virtual result<void> finish() const = 0;
};

/** The decoder for a Content-Encoding as received; null when there is nothing to undo ("", "identity").
 *  gzip (with several members and zero padding), x-gzip, and deflate (with zlib's wrapper or, as some
 *  servers send it, without) are known. For any other encoding the decoder fails at the first byte: the
 *  status and the headers of such an answer are still of use. */
std::unique_ptr<content_decoder> make_content_decoder(std::string_view encoding);

} // namespace codexflow::net
