#pragma once

#include <codexflow/ndjson.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow::ollama {

/** The provider's block of the configuration. What the manifest's schema checks is not checked again;
 *  a value of the wrong kind counts as not given. */
struct provider_settings
{
    using members = std::vector<std::pair<std::string, std::string>>; ///< Names and JSON values.

    std::string base_url = "http://127.0.0.1:11434"; ///< Without a slash at its end.
    std::string model;                               ///< For requests that name none.
    std::string api_key_env; ///< The secret's name, for ollama.com; empty: no key is sent.
    /// The server may load a model for up to five minutes before it says a word.
    std::chrono::milliseconds first_byte{330'000};
    std::chrono::milliseconds idle{0};        ///< 0: the host's limit.
    std::chrono::milliseconds no_progress{0}; ///< 0: the standard of progress_limit.
    std::size_t max_line_bytes = ndjson_decoder::default_limit;
    bool probe = true; ///< Ask the server what a model can do, once for each.
    std::uint64_t min_num_ctx = 4096;
    std::uint64_t max_num_ctx = 32768;        ///< A window costs memory even where it stays empty.
    members options;                          ///< Of the model: temperature, seed, ...
    std::optional<std::uint64_t> num_ctx;     ///< The user's own, out of options.
    std::optional<std::uint64_t> num_predict; ///< Out of options; unset also when it means "no limit".
    std::string think;                        ///< A JSON value; empty: not given.
    members body;                             ///< Further members of every request.
};

/// Reads the block, a JSON object. Throws failure(CFLOW_E_INVALID) when it is none.
provider_settings read_settings(std::string_view json);

} // namespace codexflow::ollama
