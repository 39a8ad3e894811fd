#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow::cli {

/// How the command is asked.
enum class input_form : std::uint8_t
{
    prompt,  ///< Plain text on stdin.
    json,    ///< One JSON object on stdin.
    argument ///< The prompt is the last argument.
};

/// What the command's stdout is.
enum class output_form : std::uint8_t
{
    text,
    claude_stream_json,
    codex_json
};

/** The provider's block of the configuration. What the manifest's schema checks is not checked again;
 *  a value of the wrong kind counts as not given. */
struct provider_settings
{
    std::vector<std::string> command; ///< The program and its arguments; with a shell: sh -c SCRIPT sh.
    std::string name;                 ///< What messages call it.
    bool shell = false;
    input_form input = input_form::prompt;
    output_form output = output_form::text;
    std::string model;                 ///< For requests that name none.
    std::vector<std::string> pass_env; ///< Of our environment, beside the usual ones.
    std::string api_key_env;           ///< The secret's name; empty: none.
    std::vector<std::pair<std::string, std::string>> environment;
    std::string directory; ///< Empty: where the program runs.
    std::chrono::milliseconds first_byte{0};
    std::chrono::milliseconds idle{0};
    std::size_t stderr_tail = 2048; ///< Bytes.
};

/// Reads the block, a JSON object. Throws failure(CFLOW_E_INVALID) when it is none or names no command.
provider_settings read_settings(std::string_view json);

} // namespace codexflow::cli
