#pragma once

#include <cstdint>

namespace codexflow::json {

/// What a JSON value is. `absent` is the answer to a question for something that is not there.
enum class kind : std::uint8_t
{
    absent,
    null,
    boolean,
    number,
    string,
    array,
    object,
};

namespace detail {

/** One value of a parsed text. All nodes of a document lie in one array in the order of the text, a
 *  container before its content; a member is its key (a string node) followed by its value. Offsets
 *  instead of pointers keep a node at 24 bytes and let the array grow while parsing. */
struct node
{
    std::uint32_t begin; ///< Where the value's source text begins in the input.
    std::uint32_t end;   ///< One past its last byte.
    std::uint32_t next;  ///< Index of the first node behind this value and all it holds.
    std::uint32_t text;  ///< Strings: where the decoded bytes are, in the input or in the arena.
    std::uint32_t size;  ///< Strings: number of decoded bytes. Containers: elements or members.
    kind what;
    bool in_arena; ///< The string had escapes, so its bytes are in the arena.
};

} // namespace detail
} // namespace codexflow::json
