#pragma once

#include <codexflow/failure.hpp>

#include <string>

namespace codexflow::ollama {

/** Adds to a refusal of the server what the user can do about it, where this is known.
 *  @param status the HTTP status of the refusal.
 *  @param model the model that was asked for; may be empty. */
void advise(failure& refused, int status, const std::string& model);

} // namespace codexflow::ollama
