#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::shell {

/// The user's settings; plugin.cpp describes them.
struct shell_settings
{
    bool scripts = false; ///< Whether a call may bring a script for /bin/sh.
    std::chrono::milliseconds timeout{110'000};     ///< Of a call that names none; the host's own limit is 2 minutes.
    std::chrono::milliseconds max_timeout{600'000}; ///< No call may name more.
    std::size_t max_output = 30'000;                ///< Bytes.
    std::vector<std::string> pass_env;
};

/// @param json fits the schema in plugin.cpp. Throws failure (CFLOW_E_INVALID) when the two time limits do
/// not fit together.
shell_settings read_settings(std::string_view json);

} // namespace codexflow::shell
