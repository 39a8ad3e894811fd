#include "plugins/anthropic/paused_turn.hpp"

#include <cstdint>
#include <optional>

namespace codexflow::anthropic {
namespace {

void add_count(std::optional<std::uint64_t>& to, const std::optional<std::uint64_t>& more)
{
    if (more)
        to = to.value_or(0) + *more;
}

} // namespace

void paused_turn::add(const stream_decoder& part)
{
    ++parts_;
    paused_ = part.finish_word() == "pause";
    const chat_result& said = part.summary();
    sum_.model = said.model;
    sum_.refusal = said.refusal;
    sum_.finish = paused_ ? "length" : std::string(part.finish_word());

    // To the engine, input is all that went in; this server counts what its cache knew apart from it.
    add_count(sum_.input_tokens, said.input_tokens);
    add_count(sum_.input_tokens, said.cached_tokens);
    add_count(sum_.input_tokens, part.cache_written_tokens());
    add_count(sum_.cached_tokens, said.cached_tokens);
    add_count(sum_.output_tokens, said.output_tokens);
    add_count(sum_.reasoning_tokens, said.reasoning_tokens);

    const std::string state = part.provider_state(!blocks_.empty());
    if (state.empty())
        return;
    if (!blocks_.empty())
        blocks_ += ',';
    blocks_.append(state, 1, state.size() - 2); // without the brackets
}

chat_result paused_turn::result() const
{
    chat_result whole = sum_;
    whole.provider_state = blocks();
    return whole;
}

} // namespace codexflow::anthropic
