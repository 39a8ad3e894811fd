#pragma once

#include "plugins/ollama/context_window.hpp"
#include "plugins/ollama/model_facts.hpp"
#include "plugins/ollama/settings.hpp"

#include <codexflow/chat_result.hpp>
#include <codexflow/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace codexflow::ollama {

/// What was settled about a call before its request is written.
struct call_plan
{
    std::string model;
    prompt_estimate prompt;
    std::uint64_t window = 0; ///< num_ctx; 0: the user's own, and it is no number.
    bool own_window = false;  ///< The user's options hold num_ctx: nothing is added.
    bool think = true;        ///< Send the setting of this name, if there is one.
    std::vector<chat_warning> warnings;
};

/// The model that a request is for; empty when neither it nor the settings name one.
std::string model_of(const json::value& request, const provider_settings& settings);

/** Settles a call by the settings and by what is known of its model. Pure.
 *  Throws failure, kind invalid_request, when the call needs what the model is known to lack. */
call_plan plan_call(const json::value& request, const provider_settings& settings, const model_facts& facts);

} // namespace codexflow::ollama
