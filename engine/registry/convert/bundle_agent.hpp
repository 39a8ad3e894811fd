#pragma once

#include "engine/base/error.hpp"
#include "engine/registry/agent.hpp"
#include "engine/registry/notice.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  An agent on its way into a bundle. Pure. */
namespace codexflow {

/** What a file of the nested schema says, beyond what the engine keeps of an agent. Value type. */
struct bundle_agent
{
    agent definition;                   ///< Domain and subdomain are names, fit for folders.
    std::vector<std::string> secondary; ///< Responsibilities beside the first ones.
    std::vector<std::string> domains;   ///< Fields of knowledge.
    std::string priority;               ///< "critical", "high" or anything else, as its author rated it.
    std::vector<notice> notices;        ///< What had to be assumed.

    /// <domain>/[<subdomain>/]<id>.codex.yaml
    std::filesystem::path path() const;
};

/** Reads a Claude agent: Markdown that stands in @p path below the source folder @p root.
 *  Errors: as a loader's, with the line. */
result<bundle_agent> read_claude_agent(std::string_view text, const std::filesystem::path& path,
                                       const std::filesystem::path& root);

/// The whole file of the nested schema, version 1.
std::string bundle_file_text(const bundle_agent& from);

} // namespace codexflow
