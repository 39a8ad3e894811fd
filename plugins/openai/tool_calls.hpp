#pragma once

#include "plugins/openai/json_balance.hpp"

#include <codexflow/json.hpp>
#include <codexflow/utf8_joiner.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::openai {

/// A tool call as far as it has come.
struct tool_call
{
    std::optional<std::int64_t> index; ///< The server's number for it: a key, not a position.
    std::string id;
    std::string name;
    std::string arguments; ///< JSON text, all fragments so far; never parsed before the end.

    /// The arguments as they are to be used: none at all mean an empty object.
    std::string_view arguments_text() const noexcept
    {
        return arguments.empty() ? "{}" : std::string_view(arguments);
    }
};

/** Puts the tool calls of one choice together from their fragments.
 *
 *  Servers differ in what they repeat and what they leave out, so the key of a call is: its index, when
 *  there is one; else its id, when that is new; else a name that comes after complete arguments begins
 *  the next call; else the last call goes on. An index that comes again with another id is another call.
 *  Id and name are set once. Calls stay in the order of their first appearance. */
class tool_calls
{
public:
    /// Takes one element of `delta.tool_calls` (or of a whole message's).
    void add(const json::value& fragment);

    /// Takes the single `function_call` of the old interface, which has neither id nor index.
    void add_function(const json::value& function);

    /// No more fragments come. Calls without an id get one that no other call of this turn has.
    void finish();

    const std::vector<tool_call>& calls() const noexcept { return calls_; }

private:
    struct progress
    {
        utf8_joiner joiner; // fragments may be cut inside a character
        json_balance balance;
    };

    std::size_t find(const json::value& fragment, std::string_view id, std::string_view name);
    std::size_t open(std::optional<std::int64_t> index);
    void extend(std::size_t call, std::string_view id, const json::value& function);

    std::vector<tool_call> calls_;
    std::vector<progress> progress_; // of the call at the same place
};

} // namespace codexflow::openai
