#pragma once

#include <codexflow/sse.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow::openai {

/// Which of the vendor's interfaces is spoken.
enum class interface : std::uint8_t
{
    chat,      ///< Chat completions, the one that other servers have too.
    responses, ///< Responses.
};

/** The provider's block of the configuration. What the manifest's schema checks is not checked again;
 *  a value of the wrong kind counts as not given. */
struct provider_settings
{
    std::string base_url = "https://api.openai.com/v1"; ///< Without a slash at its end.
    std::string model;                                  ///< For requests that name none.
    std::string api_key_env;                            ///< The secret's name; empty: no key is sent.
    /// The member that limits the output: api.openai.com knows only max_completion_tokens, local
    /// servers often only max_tokens.
    std::string max_tokens_field = "max_completion_tokens";
    interface api = interface::chat;
    std::string path = "/chat/completions"; ///< Behind base_url.
    std::string query;                      ///< Of every address, encoded: "?a=b&c=d"; empty: none.
    /// The header that carries the key, and what stands before the key in it; an empty name: no key is sent.
    std::string auth_header = "Authorization";
    std::string auth_prefix = "Bearer ";
    std::size_t max_line_bytes = sse_decoder::default_limit; ///< Of one event.
    bool stream_usage = true;                                ///< Ask for token counts at the end of a stream.
    bool store = false;          ///< Of Responses: the vendor keeps what was said.
    bool keep_reasoning = false; ///< Of Responses: reasoning comes sealed and goes back with the next turn.
    std::chrono::milliseconds first_byte{0};                  ///< 0: the host's limit.
    std::chrono::milliseconds idle{0};                        ///< 0: the host's limit.
    std::chrono::milliseconds no_progress{0};                 ///< 0: the standard of progress_limit.
    std::vector<std::pair<std::string, std::string>> headers; ///< Sent with every request.
    std::vector<std::pair<std::string, std::string>> body;    ///< Members of every request, JSON values.
};

/// Reads the block, a JSON object. Throws failure(CFLOW_E_INVALID) when it is none.
provider_settings read_settings(std::string_view json);

} // namespace codexflow::openai
