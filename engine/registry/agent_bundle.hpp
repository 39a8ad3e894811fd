#pragma once

#include "engine/registry/parsed_agent.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/** @file
 *  One folder of agent definitions: which files it holds, with and without an index.json. */
namespace codexflow {

/// A file that may define an agent, and, once it was parsed, what reading it gave.
struct agent_file : parsed_agent
{
    std::filesystem::path path;
    std::optional<std::string> indexed_id; ///< What index.json calls the agent in it.
    location index_where;                  ///< Where it does so.

    bool parsed = false;
};

/** The files of one folder in a fixed order: as index.json names them, then the others by path.
 *  Value type; nothing is parsed but index.json. */
struct agent_bundle
{
    std::filesystem::path directory;
    bool indexed = false; ///< index.json was there and could be used.
    std::vector<agent_file> files;
    std::vector<notice> notices; ///< About index.json and the folder itself.
};

/** Lists @p directory, which must exist. Symbolic links to folders are not followed.
 *  An index.json that cannot be read is a notice; the folder is then used without it. */
agent_bundle list_agent_bundle(const std::filesystem::path& directory);

} // namespace codexflow
