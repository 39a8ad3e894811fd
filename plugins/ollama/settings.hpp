#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow::ollama {

/** The provider's block of the configuration. What the manifest's schema checks is not checked again;
 *  a value of the wrong kind counts as not given. */
struct provider_settings
{
    std::string base_url = "http://127.0.0.1:11434"; ///< Without a slash at its end.
    std::string model;                               ///< For requests that name none.
    std::string api_key_env; ///< The secret's name, for ollama.com; empty: no key is sent.
    /// The server may load a model for up to five minutes before it says a word.
    std::chrono::milliseconds first_byte{330'000};
    std::chrono::milliseconds idle{0};                     ///< 0: the host's limit.
    std::vector<std::pair<std::string, std::string>> body; ///< Members of every request, JSON values.
};

/// Reads the block, a JSON object. Throws failure(CFLOW_E_INVALID) when it is none.
provider_settings read_settings(std::string_view json);

} // namespace codexflow::ollama
