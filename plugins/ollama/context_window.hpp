#pragma once

#include <codexflow/chat_result.hpp>
#include <codexflow/json.hpp>

#include <cstdint>
#include <optional>

/** @file
 *  How many tokens of context to ask for. The server's own default is small and it cuts longer prompts
 *  without a word, so every request says what it needs. Pure. */
namespace codexflow::ollama {

/** The size of a prompt in tokens, guessed from the bytes of its messages and tools.
 *
 *  Tokenisers make about one token of four bytes of English, of three of source code and of a Chinese
 *  character; three bytes a token is therefore rarely too few. Each message costs some more for the
 *  marks that the model's template puts around it. */
struct prompt_estimate
{
    std::uint64_t bytes = 0;
    std::uint64_t tokens = 0;
};

/// @param request the request document of the provider kind.
prompt_estimate estimate_prompt(const json::value& request);

/// What bounds the window.
struct window_bounds
{
    std::uint64_t smallest = 4096;
    std::uint64_t largest = 32768;      ///< Goes before smallest.
    std::optional<std::uint64_t> model; ///< The model's own context length, where known; goes before both.
};

/** The window for a prompt and its answer: @p prompt tokens and room for @p answer (unset: 2048), rounded
 *  up to a power of two or the middle between two, 4096, 6144, 8192, 12288, ... The steps are coarse since
 *  the server loads a model anew whenever its window changes. */
std::uint64_t choose_window(std::uint64_t prompt, std::optional<std::uint64_t> answer,
                            const window_bounds& bounds);

/** The warning "context_truncated", when a prompt did not fit into the window that was asked for.
 *  @param counted the tokens of the prompt by the server's count; servers leave it out for a prompt they
 *         still remember, and then only the estimate tells.
 *  @param window what was asked for; 0: unknown, no warning. */
std::optional<chat_warning> truncation_warning(const prompt_estimate& prompt,
                                               std::optional<std::uint64_t> counted, std::uint64_t window);

} // namespace codexflow::ollama
