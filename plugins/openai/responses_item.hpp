#pragma once

#include <codexflow/json.hpp>
#include <codexflow/utf8_joiner.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace codexflow::openai {

/** One output item of a response: a message, reasoning, a call of a tool, or something newer. Grows by the
 *  events of a stream; known by its place in the output, because gateways change the ids on the way. */
struct responses_item
{
    explicit responses_item(std::int64_t place) : index(place) {}

    /// Takes the item as the server has it now: when it begins, when it is done, and in the end.
    void take(const json::value& item, bool done);
    /// Takes a piece of a call's arguments (or of a custom tool's input).
    void take_arguments(std::string_view piece);
    /// Takes them whole: this goes before the pieces.
    void set_arguments(std::string_view whole);
    /// The output has ended.
    void finish();

    /// A call that is the program's own to carry out.
    bool is_call() const noexcept { return type == "function_call" || type == "custom_tool_call"; }
    /// What the call gets: JSON text. The free text of a custom tool is its member "input".
    std::string arguments_text() const;
    /// The server does not keep what it said: only with this can it be given back.
    bool is_sealed() const;

    std::int64_t index; ///< output_index.
    std::string type;
    std::string call_id; ///< What the result of a call names.
    std::string name;
    std::string arguments;
    std::string json; ///< The whole item, once it is done.
    /// By field: which part of its content was streamed last, and how its text is put together.
    std::array<std::int64_t, 3> streamed_part{-1, -1, -1};
    std::array<utf8_joiner, 3> joiners;

private:
    utf8_joiner argument_joiner_;
};

} // namespace codexflow::openai
