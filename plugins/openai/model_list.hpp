#pragma once

#include <codexflow/json.hpp>

#include <string>

namespace codexflow::openai {

/** The result of the verb "models" for an answer of GET /models: names, and context lengths under the
 *  names that servers have for them (vLLM, OpenRouter, Groq). No list at all, which an empty Ollama
 *  sends, is an empty one. */
std::string write_model_list(const json::value& answer);

} // namespace codexflow::openai
