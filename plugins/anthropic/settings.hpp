#pragma once

#include <codexflow/sse.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow::anthropic {

/** The provider's block of the configuration. What the manifest's schema checks is not checked again;
 *  a value of the wrong kind counts as not given. */
struct provider_settings
{
    std::string base_url = "https://api.anthropic.com"; ///< Without a slash at its end.
    std::string model;                                  ///< For requests that name none.
    std::string api_key_env;                            ///< The secret's name; empty: no key is sent.
    std::string version = "2023-06-01";                 ///< Of the API: the header anthropic-version.
    std::string beta;                                   ///< The header anthropic-beta; empty: not sent.
    bool bearer = false; ///< The key goes into Authorization, as gateways want it, not into x-api-key.
    std::size_t max_line_bytes = sse_decoder::default_limit;  ///< Of one event.
    std::string max_tokens = "4096";                          ///< A JSON number; the API wants one always.
    std::chrono::milliseconds first_byte{0};                  ///< 0: the host's limit.
    std::chrono::milliseconds idle{0};                        ///< 0: the host's limit.
    std::chrono::milliseconds no_progress{0};                 ///< 0: the limit of progress_limit.
    std::vector<std::pair<std::string, std::string>> headers; ///< Sent with every request.
    std::vector<std::pair<std::string, std::string>> body;    ///< Members of every request, JSON values.

    /// The address of @p path ("/messages"): below base_url, with the /v1 that it may have or lack.
    std::string url(std::string_view path) const;
};

/// Reads the block, a JSON object. Throws failure(CFLOW_E_INVALID) when it is none.
provider_settings read_settings(std::string_view json);

} // namespace codexflow::anthropic
