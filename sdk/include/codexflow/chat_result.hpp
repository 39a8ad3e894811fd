#pragma once

#include <codexflow/json_writer.hpp>
#include <codexflow/rate_limits.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow {

/// Something a person should know about an answer that came: it was made from half the prompt, say.
struct chat_warning
{
    chat_warning(std::string name, std::string text) : code(std::move(name)), message(std::move(text)) {}

    std::string code; ///< For programs: "context_truncated".
    std::string message;
};

/** How a model call ended: what a provider's chat() returns, beside the chunks it has streamed.
 *  What the server did not say stays unset; nothing is made up. */
struct chat_result
{
    std::string finish = "stop"; ///< "stop", "length", "tool_calls" or "content_filter".
    std::string model;           ///< As the server named it; may be empty.
    std::string request_id;      ///< The server's name for this call, for its support; may be empty.
    std::string refusal;         ///< The model's words when it declined; not part of the answer.
    /// What the server wants back, unchanged, with this turn in later requests (signed thinking, say).
    /// The engine keeps it unread and gives it back in the assistant's message.
    std::string provider_state;
    std::optional<std::uint64_t> input_tokens;
    std::optional<std::uint64_t> output_tokens;
    std::optional<std::uint64_t> reasoning_tokens; ///< Of the output tokens.
    std::optional<std::uint64_t> cached_tokens;    ///< Of the input tokens.
    std::optional<double> cost_usd;                ///< What the provider itself says the call cost.
    std::vector<chat_warning> warnings;
    rate_limits limits; ///< What is left of the quota.

    /// The result document of the provider kind.
    std::string document() const
    {
        std::string json;
        json_writer out(json);
        const auto text = [&](std::string_view name, const std::string& value) {
            if (!value.empty())
                out.member(name, value);
        };
        const auto count = [&](std::string_view name, const std::optional<std::uint64_t>& value) {
            if (value)
                out.member(name, *value);
        };
        out.begin_object().member("finish", finish);
        text("model", model);
        text("request_id", request_id);
        text("refusal", refusal);
        text("provider_state", provider_state);
        if (input_tokens || output_tokens || reasoning_tokens || cached_tokens)
        {
            out.key("usage").begin_object();
            count("input_tokens", input_tokens);
            count("output_tokens", output_tokens);
            count("reasoning_tokens", reasoning_tokens);
            count("cached_tokens", cached_tokens);
            out.end_object();
        }
        if (cost_usd)
            out.member("cost_usd", *cost_usd);
        if (!warnings.empty())
        {
            out.key("warnings").begin_array();
            for (const chat_warning& one : warnings)
                out.begin_object().member("code", one.code).member("message", one.message).end_object();
            out.end_array();
        }
        if (!limits.empty())
            limits.write(out);
        out.end_object();
        return json;
    }
};

} // namespace codexflow
