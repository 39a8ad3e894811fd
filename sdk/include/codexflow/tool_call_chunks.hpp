#pragma once

#include <codexflow/json_writer.hpp>
#include <codexflow/operation.hpp>
#include <codexflow/task.hpp>
#include <codexflow/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace codexflow {

namespace detail {

/// The longest start of @p text of at most @p limit (4 or more) bytes that cuts no character.
inline std::size_t whole_characters(std::string_view text, std::size_t limit) noexcept
{
    if (text.size() <= limit)
        return text.size();
    std::size_t size = limit;
    while (size > limit - 3 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        --size;
    return size;
}

} // namespace detail

/** Streams out one whole tool call: its opening, then its arguments in pieces the host can take.
 *  @param index from 0, in the order of the calls of the turn.
 *  @param arguments JSON text. The views must stay valid until the task completes. */
inline task<void> emit_tool_call(operation& op, std::uint32_t index, std::string_view id,
                                 std::string_view name, std::string_view arguments)
{
    constexpr std::size_t longest = 64 * 1024;
    std::string opening;
    json_writer(opening).begin_object().member("id", id).member("name", name).end_object();
    co_await op.emit(CFLOW_CHUNK_TOOL_CALL, opening, index);
    while (!arguments.empty())
    {
        const std::string_view piece = arguments.substr(0, detail::whole_characters(arguments, longest));
        arguments.remove_prefix(piece.size());
        co_await op.emit(CFLOW_CHUNK_TOOL_ARGS, piece, index);
    }
}

} // namespace codexflow
