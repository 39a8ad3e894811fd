#pragma once

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>
#include <codexflow/utf8_joiner.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::anthropic {

/** One block of a message's content: text, thinking, a tool call, or something newer that is kept as it
 *  came because the server may want it back. Grows by the deltas of a stream. */
struct content_block
{
    /// @param given the block as it began (or, in an answer that is not streamed, as it is).
    content_block(std::int64_t number, const json::value& given);
    /// A block of which the server has not said that it begins.
    content_block(std::int64_t number, std::string_view kind);

    /// Takes what belongs to the block but is not shown: signatures, citations, pieces of arguments.
    void take(std::string_view kind, const json::value& delta);
    /// Takes the next piece of text or thinking. @return what of it can be shown now; valid as
    /// utf8_joiner::feed() says.
    std::string_view add_text(std::string_view piece);
    /// Names a call that the server left without a name: number @p place of the answer.
    void make_id(std::size_t place);
    /// The block has ended. @return what was held back of its text.
    std::string_view close();

    bool is_text() const noexcept { return type == "text"; }
    bool is_thinking() const noexcept { return type == "thinking"; }
    bool is_call() const noexcept { return type == "tool_use"; } ///< server_tool_use is the server's own.

    /// The input of a tool, JSON text as the model wrote it; "{}" when it wrote none.
    std::string_view arguments() const noexcept;
    /// The input is one whole JSON object.
    bool arguments_valid() const;

    /// Writes the block as the server wants it back: unchanged but for what the deltas added.
    void write(json_writer& out) const;

    std::int64_t index; ///< The server's number for it.
    std::string type;
    std::string id;        ///< Of a tool call.
    std::string name;      ///< Of a tool.
    std::string text;      ///< Of text and thinking: what has been decoded so far.
    std::string signature; ///< Of thinking.
    std::string fragments; ///< The pieces of a tool's input, joined.
    std::vector<std::string> citations;
    bool closed = false; ///< Its end has come.

private:
    bool replaces(std::string_view member) const noexcept;
    void write_replaced(json_writer& out, std::string_view member, const json::value& begun) const;

    std::string begun_; ///< JSON, as it came.
    std::string input_; ///< Of it, when it is an object with something in it.
    utf8_joiner text_joiner_;
    utf8_joiner fragment_joiner_;
    bool changed_ = false; ///< What is to be given back is not what came.
};

/// How a turn ended, as far as it matters for giving it back.
enum class turn : std::uint8_t
{
    finished, ///< By the model, or paused by the server.
    calling,  ///< It waits for the results of its tool calls.
    cut,      ///< By a limit or a filter: a block may be half.
};

/** What the server must get back unchanged with the next request, as a JSON array of blocks; empty when
 *  text and tool calls say it all.
 *  @param always also then. */
std::string provider_state(const std::vector<content_block>& blocks, turn ended, bool always);

} // namespace codexflow::anthropic
