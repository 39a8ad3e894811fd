#include "plugins/ollama/advice.hpp"

#include <string_view>

namespace codexflow::ollama {

void advise(failure& refused, int status, const std::string& model)
{
    const bool wordless = std::string_view(refused.what()).ends_with("HTTP " + std::to_string(status));
    if (refused.kind() == "model_not_found")
        refused.hint("ollama pull " + (model.empty() ? "NAME" : model) +
                     ", or choose one of those that 'ollama list' shows");
    else if (status == 403 && wordless) // the check of the Host header answers so
        refused.hint(
            "the server does not accept the host name in base_url: write its IP address there, or start "
            "it with OLLAMA_HOST=0.0.0.0");
    else if (status == 401)
        refused.hint(
            "name the variable with the key for ollama.com in api_key_env, or run 'ollama signin' at the "
            "server");
    else if (refused.kind() == "overloaded")
        refused.hint(
            "the server's queue is full: lower max_parallel of the provider, or raise OLLAMA_MAX_QUEUE");
}

} // namespace codexflow::ollama
