#pragma once

#include "engine/registry/agent.hpp"
#include "engine/registry/notice.hpp"

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace codexflow {

/// What reading one file gave: an agent, or why there is none. Value type.
struct parsed_agent
{
    std::optional<agent> definition; ///< Nothing if the file was left out or is broken.
    std::optional<error> fault;      ///< If it is broken.
    std::vector<notice> notices;     ///< What reading it brought up; @c fault is not among them.
};

/** Reads @p text, which stands in @p path below @p root, with the loader of the schema it is written in.
 *  Depends on nothing else: the same three give the same answer. Pure. */
parsed_agent parse_agent_text(std::string_view text, const std::filesystem::path& path,
                              const std::filesystem::path& root);

/// The same for the file itself; one that cannot be read has a fault.
parsed_agent read_agent_file(const std::filesystem::path& path, const std::filesystem::path& root);

} // namespace codexflow
