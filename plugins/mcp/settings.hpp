#pragma once

#include <codexflow/tool.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow::mcp {

/// One server: a block of the configuration's `tools`.
struct server_settings
{
    std::string server; ///< What it is called here, and in the names of its tools.

    std::vector<std::string> argv; ///< A program that speaks on stdin and stdout; empty: there is a url.
    std::vector<std::pair<std::string, std::string>> environment;
    std::vector<std::string> pass_env; ///< Of our environment, beside the usual ones.
    std::string directory;             ///< Where it runs; empty: where this program does.

    std::string url; ///< Streamable HTTP; empty: there is a program.
    std::vector<std::pair<std::string, std::string>> headers;

    std::vector<std::string> secrets; ///< Names that values of environment and headers may refer to.
    std::vector<std::string> roots;   ///< Folders the server is told of, as file URIs.
    std::vector<std::string> only;    ///< The server's names of the tools that are used; empty: all.
    std::map<std::string, tool_effect> effects; ///< The user's word on what calls change, by the server's names.
    bool trust_annotations = false;   ///< The server's word on it counts.

    std::filesystem::path pins; ///< The file of the pinned definitions.
    bool pin_new = true;        ///< Pins what is not pinned yet; else that is refused.
    bool optional = false;      ///< A server that cannot be had is a warning.

    std::chrono::milliseconds start_timeout{30'000};
    std::size_t max_message_bytes = std::size_t{16} << 20;

    bool over_http() const noexcept { return !url.empty(); }
};

/** Reads the block, a JSON object that fits the manifest's schema.
 *  Throws failure (CFLOW_E_INVALID) when it names no server, neither or both of command and url, or a secret that is
 *  not listed. */
server_settings read_settings(std::string_view json);

} // namespace codexflow::mcp
